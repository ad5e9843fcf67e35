import { InvalidArgumentError, type Command } from 'commander';
import { wholeNumber } from './option-parsers.ts';
import type { Perform } from './perform.ts';

const days = wholeNumber(1, 3650);

function daysOrOff(text: string): number | 'off' {
  if (text === 'off') return 'off';
  try {
    return days(text);
  } catch {
    throw new InvalidArgumentError('It is a whole number from 1 to 3650, or off.');
  }
}

/** What is kept on this device, and for how long. */
export function addStorageCommands(program: Command, perform: Perform): void {
  program
    .command('clean-up')
    .description('remove what nobody used for 90 days; never what another installed module needs')
    .option(
      '--days <days>',
      'after so many days, now and whenever it is given without; off: never',
      daysOrOff,
    )
    .option('--dry-run', 'print what it would remove, change nothing')
    .action((options) =>
      perform(async (context) => (await import('./commands/clean-up.ts')).cleanUpUnused(context, options)),
    );
  program
    .command('storage')
    .description('show what the binaries of each module take, the largest first; asks nobody')
    .action(() => perform(async (context) => (await import('./commands/storage.ts')).storage(context)));
}
