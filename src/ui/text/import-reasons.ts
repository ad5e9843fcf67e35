import type { ErrorData } from '../../core/errors.ts';
import { say, text, type Sentence } from './advice.ts';

/** `env.log, env.exit and 3 more`. */
function named(data: ErrorData): string {
  const { imports, count } = data;
  const names = Array.isArray(imports) ? imports.slice(0, 3) : [text(data, 'import', 'an import')];
  const more = typeof count === 'number' ? count - names.length : 0;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const release = (data: ErrorData): string =>
  `${text(data, 'id', 'This module')} ${text(data, 'version', '')}`.trim();

/** What import rules refuse, and what an install that asks answers with. */
export const IMPORT_REASONS: Readonly<Record<string, Sentence>> = {
  // With a version it is about installing; else a registry refused a publish.
  'PermissionDenied import-policy': (data) =>
    data['version'] === undefined
      ? {
          wrong: `The admins of this registry do not admit what it imports: ${named(data)}.`,
          todo: 'Build it without these, or ask them.',
        }
      : {
          wrong: `${release(data)} imports what your strict import rules do not admit: ${named(data)}.`,
          todo: 'Nothing was changed. Choose another version, or change the import rules.',
        },
  'PermissionDenied component': (data) => ({
    wrong: `${release(data)} is a component, which your strict import rules do not admit.`,
    todo: 'Nothing was changed. Choose another version, or change the import rules.',
  }),
  'WasmInvalid declared': (data) => ({
    wrong: `What the signed release says of ${release(data)} is not what its binary is (${text(data, 'facts', 'it differs')}).`,
    todo: 'It was not installed. Choose another version, and tell its owner.',
  }),
  'InvalidState not-asking': say(
    'This install waits for no answer any more.',
    'Look at Activity to see where it is.',
  ),
  'InvalidState asks-otherwise': say(
    'This install asks something else by now.',
    'Look at what it asks, then answer again.',
  ),
  'InvalidInput policy': say(
    'These import rules cannot be kept.',
    'Write patterns such as env or env.*, one a line; up to 1,000 of them, of up to 256 characters.',
  ),
};
