import { Argument, Command, Help, Option } from 'commander';
import { MODULE_TYPES } from '../core/module-type.ts';
import { examplesFor, GLOBAL_HELP } from './help.ts';
import { collect, list, wholeNumber } from './option-parsers.ts';
import type { Perform } from './perform.ts';
import { addDeviceCommands } from './device-commands.ts';
import { addDownloadCommands } from './download-commands.ts';
import { addImportCommands } from './import-commands.ts';
import { addModerationCommands } from './moderation-commands.ts';
import { addOwnershipCommands } from './ownership-commands.ts';
import { addPermissionCommands } from './permission-commands.ts';
import { addCatalogueCommands, addRelayCommands } from './relay-commands.ts';
import type { DraftFlags } from './release-draft.ts';
import { addSetCommands } from './set-commands.ts';
import { addStorageCommands } from './storage-commands.ts';

/** An empty list is no default that says anything. */
function optionDescription(option: Option): string {
  const { defaultValue, description } = option;
  const isEmpty = Array.isArray(defaultValue) && defaultValue.length === 0;
  return isEmpty ? description : Help.prototype.optionDescription(option);
}

/** The grammar of the command line. Each command's code is loaded when it is asked for. */
export function createProgram(perform: Perform): Command {
  const program = new Command('gen')
    .description(
      'Gen Registry: publish, find, rate, verify and install WebAssembly modules, with or without a network.',
    )
    .usage('[options] COMMAND')
    .configureHelp({ optionDescription })
    .option('--relay <url>', 'address of the relay (default: http://localhost:4321)')
    .option('--data <dir>', "folder of this device's data (default: gen-registry in the XDG data folder)")
    .option('--json', 'print JSON')
    .option('-q, --quiet', 'print no messages')
    .option('--offline', 'use no network: what needs it is queued')
    .option('-y, --yes', 'answer every question with yes')
    .option('--no-input', 'never ask; fail instead')
    .addHelpText('after', GLOBAL_HELP);
  addFindCommands(program, perform);
  addSetCommands(program, perform);
  addStorageCommands(program, perform);
  addModuleCommands(program, perform);
  addPublishCommand(program, perform);
  addPermissionCommands(program, perform);
  addModerationCommands(program, perform);
  addImportCommands(program, perform);
  addDownloadCommands(program, perform);
  addWorkCommands(program, perform);
  addIdentityCommands(program, perform);
  addDeviceCommands(program, perform);
  addOwnershipCommands(program, perform);
  addCatalogueCommands(program, perform);
  addRelayCommands(program, perform);
  addExamples(program);
  return program;
}

function addFindCommands(program: Command, perform: Perform): void {
  program
    .command('search')
    .description('find modules in the catalogue')
    .argument('[words...]', 'what to look for; nothing lists all')
    .option('--tag <tag>', 'only with this tag (repeatable)', collect, [])
    .addOption(new Option('--type <type>', 'only of this type').choices(MODULE_TYPES))
    .addOption(
      new Option('--sort <order>', 'order of the list')
        .choices(['relevance', 'popular', 'rating', 'recent', 'name'])
        .default('relevance'),
    )
    .option('--license <spdx>', 'only under this license (repeatable: any of them)', collect, [])
    .option(
      '--needs <imports>',
      'only what imports of this class: nothing, wasi, env … (repeatable: any of them)',
      collect,
      [],
    )
    .option('--installed', 'only what is installed here')
    .option('--updates', 'only what is installed here and has a newer version')
    .option('--limit <count>', 'at most this many', wholeNumber(1, 100_000), 20)
    .option('--show-hidden', 'also what the moderators hide whom you follow')
    .option('--catalogue <file>', 'in this file of modules (.jsonl, .jsonl.gz), one a line; asks nobody')
    .option('--queries <file>', 'with --catalogue: each line of this file in turn, at most 20 results each')
    .action((words, { catalogue, queries, ...options }) =>
      perform(async (context) => {
        if (catalogue === undefined && queries === undefined)
          return (await import('./commands/search.ts')).search(context, words, options);
        const { searchCatalogue } = await import('./commands/search-catalogue.ts');
        return searchCatalogue(context, words, { catalogue, queries, ...options });
      }),
    );
  program
    .command('info')
    .description('show a module: releases, hashes, standing, ratings')
    .argument('<id>', 'module id')
    .option('--readme', 'with its readme')
    .action((id, options) =>
      perform(async (context) => (await import('./commands/info.ts')).info(context, id, options)),
    );
}

function addModuleCommands(program: Command, perform: Perform): void {
  program
    .command('rate')
    .description('rate a module; rating again edits your rating')
    .argument('<id[@version]>', 'module id')
    .addArgument(new Argument('<stars>', '1 to 5').argParser(wholeNumber(1, 5)))
    .option('--review <text>', 'what you think of it')
    .action((id, stars, options) =>
      perform(async (context) => (await import('./commands/rate.ts')).rate(context, id, stars, options)),
    );
  program
    .command('verify')
    .description('check WebAssembly files; asks nobody')
    .argument('[file...]', 'files')
    .option(
      '--policy <file>',
      'judge the imports by this policy: JSON of "level" (nothing, wasi, glue or anything) and of "allow" and "deny", lists of patterns such as "env.*"',
    )
    .option(
      '--proof <file>',
      'check this proof of an installed release again, and the binary if one is named',
    )
    .option('--root <did>', 'the registry that the proof has to begin with')
    .option('--max-size <bytes>', 'largest file that is read', wholeNumber(8, Number.MAX_SAFE_INTEGER))
    .option('--time-limit <seconds>', 'longest time for one file (default: 10)', wholeNumber(1, 3600))
    .action((files, { policy, maxSize, timeLimit, proof, root }) =>
      perform(async ({ out, signal }) => {
        if (proof !== undefined || root !== undefined) {
          const { verifyProof } = await import('./commands/verify-proof.ts');
          return verifyProof(out, { proof, root, policy, maxSize, files });
        }
        const { verifyFiles } = await import('./commands/verify.ts');
        const options = { json: out.json, policyFile: policy, maxSize, timeLimit, signal };
        return verifyFiles(files, options, { stdout: out.line, stderr: out.warn });
      }),
    );
  program
    .command('proof')
    .description('print why an installed module was believed, as a file that anybody can check again')
    .argument('<id>', 'module id')
    .option('--out <file>', 'write it there instead')
    .action((id, options) =>
      perform(async (context) => (await import('./commands/proof.ts')).proof(context, id, options)),
    );
}

function addPublishCommand(program: Command, perform: Perform): void {
  program
    .command('publish')
    .description(
      'publish a release; gen.json beside the binary and the release before give what no flag says',
    )
    .argument('<file>', 'WebAssembly binary')
    .option('--id <id>', 'module id, such as io.acme.codec')
    .option('--version-number <semver>', 'version of the release')
    .addOption(new Option('--version <semver>').hideHelp())
    .option('--name <name>', 'name for people (default: last part of the id)')
    .option('--description <text>', 'what it does')
    .option('--tags <tag,tag>', 'tags', list)
    .option('--license <spdx>', 'licence, such as MIT')
    .addOption(new Option('--type <type>', 'kind of module (default: library)').choices(MODULE_TYPES))
    .option('--readme <file>', 'readme, in Markdown')
    .option('--changelog <text>', 'what changed')
    .option('--author <name>', 'who made it, if not you')
    .option('--homepage <url>', 'its page')
    .option('--repository <url>', 'its source')
    .option('--depends <id@range>', 'a module that it needs (repeatable)', collect, [])
    .option('--dry-run', 'check and show, publish nothing')
    .action((file, { version, ...options }: DraftFlags & { version?: string }) =>
      perform(async (context) => {
        const { publish } = await import('./commands/publish.ts');
        return publish(
          context,
          file,
          version === undefined ? options : { versionNumber: version, ...options },
        );
      }),
    );
}

function addWorkCommands(program: Command, perform: Perform): void {
  program
    .command('sync')
    .description('do what is queued and fetch what is new')
    .action(() => perform(async (context) => (await import('./commands/sync.ts')).sync(context)));
  program
    .command('status')
    .description('show what is queued, under way and done; asks nobody')
    .action(() => perform(async (context) => (await import('./commands/status.ts')).status(context)));
  program
    .command('whoami')
    .description('show who signs here')
    .action(() => perform(async (context) => (await import('./commands/whoami.ts')).whoami(context)));
}

function addIdentityCommands(program: Command, perform: Perform): void {
  const identity = program
    .command('identity')
    .description('show, back up and restore the identity of this device');
  identity
    .command('show', { isDefault: true })
    .description('show who signs here')
    .action(() => perform(async (context) => (await import('./commands/whoami.ts')).whoami(context)));
  identity
    .command('backup')
    .description('write the identity to a file, encrypted with a passphrase')
    .argument('<file>', 'backup file to make')
    .option('--passphrase-file <file>', 'file with the passphrase; - or nothing: standard input')
    .action((file, options) =>
      perform(async (context) =>
        (await import('./commands/identity.ts')).backupIdentity(context, file, options),
      ),
    );
  identity
    .command('restore')
    .description('replace the identity of this device by that of a backup')
    .argument('<file>', 'backup file')
    .option('--passphrase-file <file>', 'file with the passphrase; - or nothing: standard input')
    .action((file, options) =>
      perform(async (context) =>
        (await import('./commands/identity.ts')).restoreIdentity(context, file, options),
      ),
    );
}

function addExamples(command: Command): void {
  for (const below of command.commands) {
    below.addHelpText('after', examplesFor(below.name(), command.name()));
    addExamples(below);
  }
}
