import { Option, type Command } from 'commander';
import { REPORT_REASONS } from '../core/record/kinds.ts';
import type { Perform } from './perform.ts';

/** Telling moderators, moderating, and choosing whose moderation counts here. */
export function addModerationCommands(program: Command, perform: Perform): void {
  program
    .command('report')
    .description('tell the moderators of a module or a review; everybody can read it, in your name')
    .argument('<id[@version]>', 'module id, and the version if it is about one')
    .option('--review-of <did>', 'it is about the review that this person wrote of it')
    .addOption(new Option('--reason <reason>', 'what is wrong').choices(REPORT_REASONS).default('other'))
    .option('--text <text>', 'what you have seen, at most 1000 characters')
    .option('--withdraw', 'take your report back')
    .action((spec, options) =>
      perform(async (context) => (await import('./commands/report.ts')).report(context, spec, options)),
    );
  program
    .command('reports')
    .description('show which modules have reports, or the reports about one')
    .argument('[id]', 'module id')
    .action((id) =>
      perform(async (context) => {
        const { reports, reportedModules } = await import('./commands/reports.ts');
        return id === undefined ? reportedModules(context) : reports(context, id);
      }),
    );
  addHiding(program, perform);
  addModerators(program, perform);
  addVouching(program, perform);
}

function addHiding(program: Command, perform: Perform): void {
  const hide = program
    .command('hide')
    .description(
      'leave a module or a review out, for you and for whoever follows your list; nothing is deleted',
    );
  const unhide = program.command('unhide').description('take back what "gen hide" said');
  for (const [command, hidden] of [
    [hide, true],
    [unhide, false],
  ] as const) {
    command
      .argument('<id>', 'module id')
      .option('--review-of <did>', 'the review that this person wrote of it, not the module')
      .option('--reason <text>', 'why; everybody can read it')
      .option('--as-admin', 'as an admin of the registry, for all who follow its admins')
      .action((id, options) =>
        perform(async (context) => (await import('./commands/hide.ts')).hide(context, id, hidden, options)),
      );
  }
}

function addVouching(program: Command, perform: Perform): void {
  program
    .command('vouch')
    .description("as an admin of the registry, let somebody's ratings count in the trusted score")
    .argument('<did>', 'whose ratings, as a did:key')
    .option('--reason <text>', 'why; everybody can read it')
    .option('--withdraw', 'take it back, whichever admin said it')
    .action((did, options) =>
      perform(async (context) => (await import('./commands/vouch.ts')).vouch(context, did, options)),
    );
  program
    .command('vouches')
    .description('show for whom the admins of the registry vouch')
    .action(() => perform(async (context) => (await import('./commands/vouch.ts')).vouches(context)));
}

function addModerators(program: Command, perform: Perform): void {
  const moderators = program
    .command('moderators')
    .description('choose whose word on what is hidden counts on this device; nobody is told');
  moderators
    .command('list', { isDefault: true })
    .description('show whose lists count here')
    .action(() => perform(async (context) => (await import('./commands/moderators.ts')).moderators(context)));
  for (const [name, description] of [
    ['follow', "let somebody's list count here"],
    ['unfollow', "let somebody's list count here no more"],
  ] as const) {
    moderators
      .command(name)
      .description(description)
      .argument('<who>', 'a did:key, or "admins" for the admins of the registry')
      .action((who) =>
        perform(async (context) => (await import('./commands/moderators.ts'))[name](context, who)),
      );
  }
}
