import { Option, type Command } from 'commander';
import { VALIDATION_LEVELS } from '../core/wasm/import-rules.ts';
import { POLICY_LEVELS } from '../core/wasm/policy-level.ts';
import { collect } from './option-parsers.ts';
import type { Perform } from './perform.ts';

const NAMESPACE = 'as an admin of the registry, for every device that has none of its own';

/** What an install asks about. */
export function addImportCommands(program: Command, perform: Perform): void {
  const imports = program
    .command('imports')
    .description('show or change which imports an install grants without asking');
  imports
    .command('show', { isDefault: true })
    .description('show the import rules that count here, and whose they are')
    .action(() =>
      perform(async (context) => (await import('./commands/import-rules.ts')).showImportRules(context)),
    );
  imports
    .command('set')
    .description('change the import rules of this device; what no option names stays as it is')
    .addOption(
      new Option(
        '--level <level>',
        'what is granted: nothing, WASI preview 1, what toolchains make up, or all',
      ).choices(POLICY_LEVELS),
    )
    .option(
      '--allow <pattern>',
      'grant this too, such as env or env.log* (repeatable; in place of those before)',
      collect,
      [],
    )
    .option(
      '--deny <pattern>',
      'never grant this, such as *.sock_* (repeatable; in place of those before)',
      collect,
      [],
    )
    .addOption(
      new Option('--validation <level>', 'what is not granted is refused, asked about, or installed').choices(
        VALIDATION_LEVELS,
      ),
    )
    .option('--namespace', NAMESPACE)
    .action((options) =>
      perform(async (context) =>
        (await import('./commands/import-rules.ts')).changeImportRules(context, options),
      ),
    );
  imports
    .command('reset')
    .description('take back the import rules of this device')
    .option('--namespace', NAMESPACE)
    .action((options) =>
      perform(async (context) =>
        (await import('./commands/import-rules.ts')).resetImportRules(context, options),
      ),
    );
}
