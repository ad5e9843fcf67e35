import { refusal, skip, u32 } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { utf8 } from './engine.ts';

/** Bytes of a text in a report. Longest found in 63 binaries of 30 npm packages: 37, a version with its commit. */
const LONGEST = 120;

/**
 * Reads a name, of which a long one is cut: a report is copied between threads and printed.
 *
 * @throws GenError WasmInvalid `unexpected-end`, `leb128`, or `utf8` for what is kept.
 */
export function boundedText(cursor: Cursor): string {
  const length = u32(cursor);
  const start = cursor.at;
  skip(cursor, length);
  return textOf(cursor.bytes.subarray(start, cursor.at), start);
}

function textOf(bytes: Uint8Array, offset: number): string {
  let kept = Math.min(bytes.length, LONGEST);
  // A character of which only a part fits goes.
  if (kept < bytes.length) while (kept > 0 && ((bytes[kept] ?? 0) & 0xc0) === 0x80) kept -= 1;
  try {
    return utf8.decode(bytes.subarray(0, kept)) + (kept < bytes.length ? '…' : '');
  } catch {
    throw refusal('utf8', offset, `a text of ${bytes.length} bytes`);
  }
}

/** The same for a text that was read already. */
export function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()}…`;
}
