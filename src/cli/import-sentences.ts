import type { ErrorData } from '../core/errors.ts';
import { text, type Sentence } from './error-data.ts';

/** `env.log, env.exit and 3 more`. */
function named(data: ErrorData): string {
  const { imports, count } = data;
  const names = Array.isArray(imports) ? imports.slice(0, 3) : [text(data, 'import')];
  const more = typeof count === 'number' ? count - names.length : 0;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What import rules refuse, and what an install that asks answers with. */
export const IMPORT_SENTENCES: Readonly<Record<string, Sentence>> = {
  // With a version it is about installing; else a relay refused a publish.
  'PermissionDenied import-policy': (data) =>
    data['version'] === undefined
      ? `The admins of this registry do not admit what it imports: ${named(data)}. Build it without these, or ask them.`
      : `${text(data, 'id')} ${text(data, 'version')} imports what the strict import rules here do not admit: ${named(data)}. Nothing was changed. "gen imports" shows the rules.`,
  'PermissionDenied component': (data) =>
    `${text(data, 'id')} ${text(data, 'version')} is a component, which the strict import rules here do not admit. Nothing was changed. "gen imports" shows the rules.`,
  'WasmInvalid declared': (data) =>
    `The signed release of ${text(data, 'id')} ${text(data, 'version')} does not say what its binary is (${text(data, 'facts')}), so it was not installed. Choose another version, and tell its owner.`,
  'InvalidState not-asking': () => 'This install waits for no answer. "gen status" shows where it is.',
  'InvalidState asks-otherwise': (data) =>
    `The install of ${text(data, 'id')} asks something else by now. Look at it again.`,
  'InvalidInput policy': (data) =>
    `This is no import policy${data['text'] === undefined ? '' : ` (${text(data, 'text')})`}. Name a level, or patterns such as env.*; "gen imports set --help" shows how.`,
};
