import type { Command } from 'commander';
import type { Perform } from './perform.ts';

/** Modules as one file, for devices without a network. */
export function addBundleCommands(program: Command, perform: Perform): void {
  const bundle = program
    .command('bundle')
    .description('carry modules to devices without a network, as one file that is checked like a relay');
  bundle
    .command('export')
    .description('write what is installed to a file: binaries, records and receipts')
    .argument('<file>', 'bundle to make, such as modules.genbundle')
    .argument('[id...]', 'only these modules, with all that they need')
    .option('--set <name>', 'of this set (default: the active one)')
    .action((file, ids, options) =>
      perform(async (context) =>
        (await import('./commands/bundle-export.ts')).exportToFile(context, file, ids, options),
      ),
    );
  bundle
    .command('import')
    .description('check a bundle and install what it holds, beside what is installed')
    .argument('<file>', 'bundle')
    .option('--set <name>', 'into this set (default: the active one); a new name makes one')
    .option(
      '--trust <did>',
      'key of the registry, for a device that belongs to none yet; --yes does not say so',
    )
    .option('--dry-run', 'print what it would do, keep and change nothing')
    .option('--hidden', 'also what the moderators hide whom you follow; --yes does not say so')
    .action((file, options) =>
      perform(async (context) =>
        (await import('./commands/bundle-import.ts')).importFromFile(context, file, options),
      ),
    );
  bundle
    .command('show')
    .description('check a bundle and list what it holds; keeps nothing, asks nobody')
    .argument('<file>', 'bundle')
    .action((file) =>
      perform(async (context) => (await import('./commands/bundle-show.ts')).showBundle(context, file)),
    );
}
