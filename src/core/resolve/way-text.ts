import type { WayOut } from './ways-out.ts';

/** A way out in one line, for an error that crosses a boundary: `allow ID VERSION`, `drop ID` or `prereleases`. */
export function wayText(way: WayOut): string {
  if (way.kind === 'allow') return `allow ${way.id} ${way.version}`;
  return way.kind === 'drop' ? `drop ${way.id}` : 'prereleases';
}

/** @returns `undefined` for what `wayText` did not write. */
export function readWay(text: string): WayOut | undefined {
  const [kind, id, version] = text.split(' ');
  if (kind === 'prereleases') return { kind };
  if (kind === 'drop' && id !== undefined) return { kind, id };
  return kind === 'allow' && id !== undefined && version !== undefined ? { kind, id, version } : undefined;
}
