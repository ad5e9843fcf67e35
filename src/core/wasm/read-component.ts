import { refusal } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { HEADER_SIZE } from './header.ts';
import { sectionHeader } from './read-module.ts';

/** Ids 0 (custom) to 12 (value) of the component model's binary format; they may come in any order, repeatedly. */
const LAST_SECTION = 12;

/**
 * Walks the sections of a component (header already checked): ids and sizes. What is in them `componentInterface` reads.
 *
 * @throws GenError WasmInvalid with the offset.
 */
export function checkComponent(bytes: Uint8Array): void {
  const cursor: Cursor = { bytes, at: HEADER_SIZE, end: bytes.length };
  while (cursor.at < bytes.length) {
    const start = cursor.at;
    const { id, end } = sectionHeader(cursor);
    if (id > LAST_SECTION) throw refusal('section-id', start, String(id));
    cursor.at = end;
  }
}
