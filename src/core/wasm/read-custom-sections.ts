import { GenError } from '../errors.ts';
import { boundedText, shortened } from './bounded-text.ts';
import { refusal } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { MOST_LISTED, NO_CUSTOM_SECTIONS, type CustomSections } from './custom-sections.ts';
import { readDylink } from './dylink-section.ts';
import type { Section } from './module-shape.ts';
import { readNames } from './name-section.ts';
import { readProducers } from './producers-section.ts';
import { refusalText } from './refusal-text.ts';
import { readTargetFeatures } from './target-features-section.ts';

type Found = Partial<CustomSections>;

const READERS: ReadonlyMap<string, (cursor: Cursor) => Found> = new Map<string, (cursor: Cursor) => Found>([
  ['name', readNames],
  ['producers', readProducers],
  ['target_features', readTargetFeatures],
  ['dylink.0', readDylink],
  ['sourceMappingURL', (cursor) => ({ sourceMapUrl: boundedText(cursor) })],
  ['external_debug_info', (cursor) => ({ debugInfoUrl: boundedText(cursor) })],
]);

/**
 * What the custom sections say, of a core module or of a component. A fault in one is listed and the rest is read; of a
 * name that stands twice the first counts. Linear in the sections' sizes, bounded in what it returns.
 *
 * @param sections in the file's order; those that are not custom are passed over.
 */
export function readCustomSections(bytes: Uint8Array, sections: readonly Section[]): CustomSections {
  const custom = sections.filter(({ id }) => id === 0);
  if (custom.length === 0) return NO_CUSTOM_SECTIONS;
  const malformed: { name: string; reason: string }[] = [];
  const read = new Set<string>();
  const found: Found = {};
  for (const { name, offset, size } of custom) {
    const reader = READERS.get(name);
    if (reader === undefined) continue;
    try {
      if (read.has(name)) throw refusal('repeated', offset);
      read.add(name);
      const cursor = { bytes, at: offset, end: offset + size };
      const said = reader(cursor);
      if (cursor.at !== cursor.end)
        throw refusal('section-length', cursor.at, `${cursor.end - cursor.at} bytes left`);
      Object.assign(found, said);
    } catch (error) {
      if (!(error instanceof GenError) || error.code !== 'WasmInvalid') throw error;
      if (malformed.length < MOST_LISTED) malformed.push({ name, reason: refusalText(error) });
    }
  }
  const listed = custom.slice(0, MOST_LISTED).map(({ name, size }) => ({ name: shortened(name), size }));
  return { ...NO_CUSTOM_SECTIONS, ...found, listed, count: custom.length, malformed };
}
