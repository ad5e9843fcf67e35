import type { Command } from 'commander';
import type { Perform } from './perform.ts';

/** Whose a module is: handed over, taken over, and trusted where it changed hands by other means. */
export function addOwnershipCommands(program: Command, perform: Perform): void {
  program
    .command('hand-over')
    .description('give a module to somebody else, or to another key of yours; they take it over')
    .argument('<id>', 'module id')
    .option('--to <did>', 'whom: the did:key that "gen whoami" shows them')
    .option('--reason <text>', 'why; everybody can read it')
    .option('--cancel', 'take the offer back, as long as nobody has taken it up')
    .action((id, options) =>
      perform(async (context) =>
        (await import('./commands/hand-over.ts')).handOverModule(context, id, options),
      ),
    );
  program
    .command('take-over')
    .description('take a module that its owner hands over to you')
    .argument('<id>', 'module id')
    .action((id) =>
      perform(async (context) => (await import('./commands/take-over.ts')).takeOverModule(context, id)),
    );
  program
    .command('trust-owner')
    .description('install from another owner than this device knew; only if you know why the owner changed')
    .argument('<id>', 'module id')
    .option('--undo', 'go back to the owner whom this device knew')
    .action((id, options) =>
      perform(async (context) =>
        (await import('./commands/trust-owner.ts')).trustOtherOwner(context, id, options),
      ),
    );
  program.commands
    .find((command) => command.name() === 'identity')
    ?.command('rotate')
    .description('put a new key in place of yours, and take along every module that you own')
    .option(
      '--forget-former',
      'remove the keys that were kept of earlier rotations, if they own nothing any more',
    )
    .action((options) =>
      perform(async (context) =>
        options.forgetFormer === true
          ? (await import('./commands/forget-former.ts')).forgetFormerKeys(context)
          : (await import('./commands/rotate-identity.ts')).rotateIdentity(context),
      ),
    );
}
