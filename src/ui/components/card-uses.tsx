import type { Card } from '../../ports/search.ts';
import { formatCount, formatShort } from '../text/format.ts';

/** How much it is used, as the relay counts; nothing where that is not known. */
export function CardUses({ card: { installs = 0, downloads = 0 } }: { card: Card }) {
  if (installs === 0 && downloads === 0) return null;
  const exact = `${formatCount(installs, 'install')}, ${formatCount(downloads, 'download')}, as the relay counts`;
  const [count, one] = installs > 0 ? [installs, 'install'] : [downloads, 'download'];
  return (
    <span title={exact}>
      {formatShort(count)} {count === 1 ? one : `${one}s`}
    </span>
  );
}
