import type { WayOut } from '../../core/resolve/ways-out.ts';

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
