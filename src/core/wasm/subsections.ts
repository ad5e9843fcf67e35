import { byte, refusal, u32 } from './cursor.ts';
import type { Cursor } from './cursor.ts';

/**
 * Walks what `name` and `dylink.0` are made of: an id, a size, contents.
 *
 * @param read gets the contents as the cursor's range; what it leaves unread is passed over.
 */
export function eachSubsection(cursor: Cursor, read: (id: number) => void): void {
  const { end } = cursor;
  while (cursor.at < end) {
    const start = cursor.at;
    const id = byte(cursor);
    const size = u32(cursor);
    if (size > end - cursor.at)
      throw refusal('subsection-size', start, `${size} bytes announced, ${end - cursor.at} left`);
    cursor.end = cursor.at + size;
    read(id);
    cursor.at = cursor.end;
    cursor.end = end;
  }
}
