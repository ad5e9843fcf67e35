import type { Command } from 'commander';
import { MOST_PARALLEL } from '../app/download-settings.ts';
import { collect, wholeNumber } from './option-parsers.ts';
import type { Perform } from './perform.ts';

/** How binaries are fetched. */
export function addDownloadCommands(program: Command, perform: Perform): void {
  const downloads = program.command('downloads').description('show or change how binaries are fetched');
  downloads
    .command('show', { isDefault: true })
    .description('show how binaries are fetched')
    .action(() =>
      perform(async (context) => (await import('./commands/downloads.ts')).showDownloads(context)),
    );
  downloads
    .command('set')
    .description('change how binaries are fetched; what no option names stays as it is')
    .option('--parallel <count>', 'how many at once', wholeNumber(1, MOST_PARALLEL))
    .option('--bandwidth <bytes>', 'bytes a second, all together', wholeNumber(1000, Number.MAX_SAFE_INTEGER))
    .option('--no-bandwidth', 'as fast as they come')
    .option(
      '--further <address>',
      'a relay to ask where the own one cannot help (repeatable; in place of those before)',
      // `--no-further` has commander begin with `true`.
      (value: string, before: readonly string[] | boolean) =>
        collect(value, typeof before === 'boolean' ? [] : (before ?? [])),
    )
    .option('--no-further', 'ask no other relay')
    .action((options) =>
      perform(async (context) => (await import('./commands/downloads.ts')).changeDownloads(context, options)),
    );
}
