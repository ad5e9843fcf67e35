import { boundedText } from './bounded-text.ts';
import { count, refusal } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { MOST_LISTED, type CustomSections } from './custom-sections.ts';

const FIELDS: ReadonlySet<string> = new Set(['language', 'processed-by', 'sdk']);

/** WebAssembly tool conventions, "Producers section": fields, each once, each with names and versions. */
export function readProducers(cursor: Cursor): Pick<CustomSections, 'producers'> {
  const producers: { field: string; name: string; version: string }[] = [];
  const seen = new Set<string>();
  for (let fields = count(cursor); fields > 0; fields -= 1) {
    const start = cursor.at;
    const field = boundedText(cursor);
    if (!FIELDS.has(field) || seen.has(field)) throw refusal('producers-field', start, field);
    seen.add(field);
    for (let values = count(cursor); values > 0; values -= 1) {
      const producer = { field, name: boundedText(cursor), version: boundedText(cursor) };
      if (producers.length < MOST_LISTED) producers.push(producer);
    }
  }
  return { producers };
}
