import { boundedText } from './bounded-text.ts';
import { byte, count, refusal } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { MOST_LISTED, type CustomSections } from './custom-sections.ts';

/** `=` (used by all objects linked) is no longer written, and still read. */
const PREFIXES: ReadonlySet<string> = new Set(['+', '-', '=']);

/** WebAssembly tool conventions, "Target features section". */
export function readTargetFeatures(cursor: Cursor): Pick<CustomSections, 'targetFeatures'> {
  const targetFeatures: { prefix: string; name: string }[] = [];
  for (let left = count(cursor); left > 0; left -= 1) {
    const start = cursor.at;
    const prefix = String.fromCharCode(byte(cursor));
    if (!PREFIXES.has(prefix))
      throw refusal('feature-prefix', start, `0x${prefix.charCodeAt(0).toString(16)}`);
    const feature = { prefix, name: boundedText(cursor) };
    if (targetFeatures.length < MOST_LISTED) targetFeatures.push(feature);
  }
  return { targetFeatures };
}
