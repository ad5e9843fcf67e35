import type { WayOut } from '../core/resolve/ways-out.ts';

/** A way out within a sentence. */
export function wayWords(way: WayOut): string {
  switch (way.kind) {
    case 'allow':
      return `allow ${way.id} ${way.version}`;
    case 'drop':
      return `drop ${way.id}`;
    case 'prereleases':
      return 'allow pre-releases (--prereleases)';
  }
}
