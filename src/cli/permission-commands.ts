import type { Command } from 'commander';
import type { Perform } from './perform.ts';

/** Who may publish what: handed on, taken in and withdrawn. */
export function addPermissionCommands(program: Command, perform: Perform): void {
  program
    .command('publishers')
    .description('show who may publish a module, and who no more')
    .argument('<id>', 'module id')
    .action((id) =>
      perform(async (context) => (await import('./commands/publishers.ts')).publishers(context, id)),
    );
  program
    .command('grant')
    .description('let somebody publish a module; prints the link that they need')
    .argument('<id>', 'module id')
    .requiredOption('--to <did>', 'whom: the did:key that "gen whoami" shows them')
    .option('--until <time>', 'not from this day (UTC) or time on, such as 2027-03-01 (default: no end)')
    .action((id, options) =>
      perform(async (context) => (await import('./commands/grant.ts')).grant(context, id, options)),
    );
  program
    .command('revoke')
    .description('let somebody publish a module no more; what a relay has receipted stays')
    .argument('<id>', 'module id')
    .requiredOption('--publisher <did>', 'whom')
    .option('--reason <text>', 'why; everybody can read it')
    .option('--as-admin', 'as an admin of the registry; reaches the owner too')
    .action((id, options) =>
      perform(async (context) => (await import('./commands/revoke.ts')).revoke(context, id, options)),
    );
  program
    .command('settle')
    .description('as an admin, say which of two releases of one version is kept')
    .argument('<id@version>', 'module id and version')
    .requiredOption('--keep <record>', 'the record of the release to keep, as "gen info --json" names it')
    .option('--reason <text>', 'why; everybody can read it')
    .action((text, options) =>
      perform(async (context) =>
        (await import('./commands/settle.ts')).settleRelease(context, text, options),
      ),
    );
  program
    .command('accept')
    .description('take in a permission that somebody gave you')
    .argument('<link>', 'the link, or what follows "permission=" in it')
    .action((link) =>
      perform(async (context) => (await import('./commands/accept.ts')).accept(context, link)),
    );
  program
    .command('permissions')
    .description('show what others let you do')
    .action(() =>
      perform(async (context) => (await import('./commands/permissions.ts')).permissions(context)),
    );
  program
    .command('token')
    .description(
      'make a key that may publish one module, for a machine; "gen publish" takes it from GEN_TOKEN',
    )
    .argument('<id>', 'module id')
    .requiredOption('--out <file>', 'file to make; only you can read it')
    .option('--until <time>', 'not from this day (UTC) or time on, such as 2027-03-01 (default: no end)')
    .action((id, options) =>
      perform(async (context) => (await import('./commands/token.ts')).token(context, id, options)),
    );
}
