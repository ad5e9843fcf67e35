import type { ErrorCode, PlainError } from '../../core/errors.ts';
import { listOf, say, text, type Advice, type Sentence } from './advice.ts';
import { BUNDLE_REASONS } from './bundle-reasons.ts';
import { SET_REASONS } from './set-reasons.ts';
import { BY_REASON } from './error-reasons.ts';
import { IMPORT_REASONS } from './import-reasons.ts';
import { LIMIT_REASONS } from './limit-reasons.ts';
import { PERMISSION_REASONS } from './permission-reasons.ts';

const RETRY_LATER = 'Try again in a moment; nothing was lost.';

const BY_CODE: Readonly<Record<ErrorCode, Sentence>> = {
  NotFound: say('This was not found.', 'Check the address, or search for it.'),
  AlreadyExists: say('This exists already.', 'Choose another name or version.'),
  InvalidState: say('This cannot be done right now.', 'Reload the page and try again.'),
  InvalidInput: (data) => ({
    wrong: `The value for ${text(data, 'field', 'one of the fields')} does not fit.`,
    todo: 'Correct it and try again.',
  }),
  PermissionDenied: say(
    'You do not hold the permission for this.',
    'Ask the owner of the module, or use another id.',
  ),
  SignatureInvalid: say('A signature does not fit what it signs.', 'Do not use this; tell the publisher.'),
  HashMismatch: say(
    'The bytes are not the ones that were signed.',
    'Do not use them; try again, and tell the publisher if it stays so.',
  ),
  WasmInvalid: say(
    'This is not a WebAssembly module that can be used.',
    'Choose a .wasm file that was built completely.',
  ),
  VersionConflict: say('The versions that are asked for do not fit together.', 'Choose another version.'),
  DependencyCycle: (data) => ({
    wrong: `These modules need each other: ${listOf(data, 'path').join(' → ') || 'a module needs itself'}.`,
    todo: 'Allow that in Settings, or choose another module.',
  }),
  QuotaExceeded: say(
    'There is no room left for this.',
    'Uninstall what you do not need, or free space on this device.',
  ),
  Storage: say(
    'This device could not store it.',
    'Free some space or allow storage for this site, then try again.',
  ),
  Network: say(
    'The registry cannot be reached.',
    'What is on this device still works; it is tried again by itself.',
  ),
  Timeout: say('This took too long.', RETRY_LATER),
  Cancelled: say('This was cancelled.', 'Start it again when you like.'),
};

export function adviceFor({ code, reason, data }: PlainError): Advice {
  const known = `${code} ${reason}`;
  const byReason =
    BY_REASON[known] ??
    SET_REASONS[known] ??
    BUNDLE_REASONS[known] ??
    LIMIT_REASONS[known] ??
    PERMISSION_REASONS[known] ??
    IMPORT_REASONS[known];
  return (byReason ?? BY_CODE[code])(data);
}

/** One text for toasts and field errors. */
export function sentenceFor(error: PlainError): string {
  const { wrong, todo } = adviceFor(error);
  return `${wrong} ${todo}`;
}

/** Where a whole explanation is one press away. */
export function shortSentence(error: PlainError): string {
  const isExplained = error.code === 'VersionConflict' && error.reason === 'no-solution';
  return isExplained ? 'It does not go together with what is installed.' : sentenceFor(error);
}

/** For those who report it: stable words, no sentence. */
export function technical({ code, reason, data }: PlainError): string {
  const detail = data['text'];
  return typeof detail === 'string' ? `${code}: ${reason} (${detail.slice(0, 160)})` : `${code}: ${reason}`;
}
