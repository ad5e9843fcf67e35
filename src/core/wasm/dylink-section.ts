import { boundedText } from './bounded-text.ts';
import { count, u32 } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { MOST_LISTED, type CustomSections } from './custom-sections.ts';
import { eachSubsection } from './subsections.ts';

const MEMORY = 1;
const NEEDED = 2;

/** WebAssembly tool conventions, "Dynamic linking": what the module needs of the memory and table that it is loaded into. */
export function readDylink(cursor: Cursor): Pick<CustomSections, 'dylink'> {
  let memorySize = 0;
  let tableSize = 0;
  const needed: string[] = [];
  eachSubsection(cursor, (id) => {
    if (id === MEMORY) {
      memorySize = u32(cursor);
      u32(cursor); // The memory's alignment.
      tableSize = u32(cursor);
    }
    if (id !== NEEDED) return;
    for (let left = count(cursor); left > 0; left -= 1) {
      const library = boundedText(cursor);
      if (needed.length < MOST_LISTED) needed.push(library);
    }
  });
  return { dylink: { memorySize, tableSize, needed } };
}
