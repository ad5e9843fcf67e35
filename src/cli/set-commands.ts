import { Argument, Option, type Command } from 'commander';
import { GenError } from '../core/errors.ts';
import { collect, wholeNumber } from './option-parsers.ts';
import type { Perform } from './perform.ts';

const SET = ['--set <name>', 'of this set (default: the active one)'] as const;
const HIDDEN = ['--hidden', 'also what the moderators hide whom you follow; --yes does not say so'] as const;
const DRY_RUN = ['--dry-run', 'print what it would do, change nothing'] as const;

/** What is installed here, in one set or several. */
export function addSetCommands(program: Command, perform: Perform): void {
  addInstall(program, perform);
  program
    .command('list')
    .description('list what is installed')
    .option(...SET)
    .action((options) =>
      perform(async (context) => (await import('./commands/list.ts')).list(context, options)),
    );
  program
    .command('uninstall')
    .description('remove a module and what only it needed')
    .argument('<id>', 'module id')
    .option(...SET)
    .action((id, options) =>
      perform(async (context) => (await import('./commands/uninstall.ts')).uninstall(context, id, options)),
    );
  program
    .command('why')
    .description('show why a module is installed, and what would break without it; asks nobody')
    .argument('<id>', 'module id')
    .option('--to <version>', 'also what would break if it were updated to this version')
    .action((id, options) =>
      perform(async (context) => (await import('./commands/why.ts')).why(context, id, options)),
    );
  addUpdates(program, perform);
  addStates(program, perform);
  addSets(program, perform);
}

function usage(text: string): GenError {
  return new GenError('InvalidInput', 'usage', { text: `${text} See --help.` });
}

function addInstall(program: Command, perform: Perform): void {
  program
    .command('install')
    .description('install a module with all it needs, or what a lockfile names')
    .argument('[id[@version]]', 'module id, and a version or range if not the newest')
    .option('--set <name>', 'into this set (default: the active one); a new name makes one')
    .option(...DRY_RUN)
    .option('--out <dir>', 'also write the binaries there, as <id>-<version>.wasm')
    .option('--without <id>', 'ask for this module no more (repeatable)', collect, [])
    .option('--prereleases', 'also pre-releases that no range names')
    .addOption(
      new Option('--cycles <policy>', 'of modules that need each other, this time').choices([
        'allow',
        'refuse',
      ]),
    )
    .option('--lock <file>', 'in place of a module: what "gen lock" wrote')
    .option('--frozen', 'with --lock: just these releases, or nothing')
    .option(...HIDDEN)
    .action((spec, { lock, frozen, ...options }) =>
      perform(async (context) => {
        if (lock !== undefined) {
          if (spec !== undefined || options.without.length > 0 || options.prereleases !== undefined)
            throw usage('--lock goes with no module, no --without and no --prereleases.');
          const { installLockfile } = await import('./commands/install-lockfile.ts');
          return installLockfile(context, lock, { ...options, frozen });
        }
        if (spec === undefined) throw usage('Name a module, or a lockfile with --lock.');
        if (frozen !== undefined) throw usage('--frozen goes with --lock.');
        return (await import('./commands/install.ts')).install(context, spec, options);
      }),
    );
}

function addUpdates(program: Command, perform: Perform): void {
  program
    .command('update')
    .description('take the newest of what is installed, within what was asked for')
    .argument('[id...]', 'only of these modules')
    .option(...SET)
    .option(...DRY_RUN)
    .option(...HIDDEN)
    .action((ids, options) =>
      perform(async (context) => (await import('./commands/update.ts')).update(context, ids, options)),
    );
  program
    .command('outdated')
    .description('show what is installed and has newer releases')
    .option(...SET)
    .action((options) =>
      perform(async (context) => (await import('./commands/outdated.ts')).outdated(context, options)),
    );
  program
    .command('auto')
    .description('let "gen sync" update a module, within what was asked for of it')
    .argument('<id>', 'module id')
    .addArgument(new Argument('<choice>', 'whether it does').choices(['on', 'off']))
    .option(...SET)
    .action((id, choice, options) =>
      perform(async (context) => (await import('./commands/auto.ts')).auto(context, id, choice, options)),
    );
}

function addStates(program: Command, perform: Perform): void {
  const history = program
    .command('history')
    .description('show what was installed when, the newest state first; asks nobody')
    .option(...SET)
    .action((options) =>
      perform(async (context) => (await import('./commands/history.ts')).history(context, options)),
    );
  history
    .command('forget')
    .description('forget all states but the present one, with the binaries that only those need')
    .option(...SET)
    .action((_, command: Command) =>
      perform(async (context) =>
        // Its parent knows --set too, and takes it.
        (await import('./commands/history.ts')).forgetHistory(context, command.optsWithGlobals()),
      ),
    );
  program
    .command('back')
    .description('go back to what was installed before')
    .addArgument(
      new Argument('[number]', 'state, as "gen history" shows it (default: the one before)').argParser(
        wholeNumber(1, Number.MAX_SAFE_INTEGER),
      ),
    )
    .option(...SET)
    .option(...DRY_RUN)
    .option(...HIDDEN)
    .action((number, options) =>
      perform(async (context) => (await import('./commands/back.ts')).back(context, number, options)),
    );
  program
    .command('lock')
    .description('print just what is installed, as a lockfile for other devices; asks nobody')
    .option('--out <file>', 'write it there instead')
    .option(...SET)
    .action((options) =>
      perform(async (context) => (await import('./commands/lock.ts')).lock(context, options)),
    );
}

function addSets(program: Command, perform: Perform): void {
  const sets = program.command('sets').description('keep several sets of modules, each resolved by itself');
  sets
    .command('list', { isDefault: true })
    .description('show the sets of this device')
    .action(() => perform(async (context) => (await import('./commands/sets.ts')).sets(context)));
  sets
    .command('use')
    .description('make a set the active one; one that is not there begins empty')
    .argument('<name>', 'a-z, 0-9 and inner hyphens')
    .action((name) =>
      perform(async (context) => (await import('./commands/sets.ts')).useSetNamed(context, name)),
    );
  sets
    .command('remove')
    .description('remove a set with its states, and the binaries that only it holds')
    .argument('<name>', 'not the active one')
    .action((name) =>
      perform(async (context) => (await import('./commands/sets.ts')).removeSetNamed(context, name)),
    );
}
