import type { PlainError } from '../../core/errors.ts';
import type { WayOut } from '../../core/resolve/ways-out.ts';
import { readWay } from '../../core/resolve/way-text.ts';
import { listOf } from './advice.ts';

/** What a person could do, within a sentence: `take io.acme.codec 1.5.0`. */
export function wayWords(way: WayOut): string {
  switch (way.kind) {
    case 'allow':
      return `take ${way.id} ${way.version}`;
    case 'drop':
      return `do without ${way.id}`;
    case 'prereleases':
      return 'allow pre-releases';
  }
}

/** The same on a button. */
export function wayLabel(way: WayOut): string {
  const words = wayWords(way);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** What an error says could be changed. */
export function waysIn({ data }: Pick<PlainError, 'data'>): readonly WayOut[] {
  return listOf(data, 'ways').flatMap((way) => readWay(way) ?? []);
}

/** Whether an error is one that can be explained step by step. */
export function isClash({ code, reason }: Pick<PlainError, 'code' | 'reason'>): boolean {
  return code === 'DependencyCycle' || (code === 'VersionConflict' && reason === 'no-solution');
}
