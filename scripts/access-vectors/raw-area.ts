import { byteHex, wide } from './vector.ts';

export interface RawArea {
  readonly subspace?: string;
  readonly startFromStart?: boolean;
  readonly endFromStart?: boolean;
  /** `[distance, bytes]`. */
  readonly start?: readonly [number | bigint, number];
  /** Left out: open. */
  readonly end?: readonly [number | bigint, number];
  /** In place of the head that follows from the rest. */
  readonly head?: number;
  readonly path?: string;
}

/** Writes what it is told to, canonical or not. */
export function rawArea({ subspace, start = [0, 1], end, path = '00', ...raw }: RawArea): string {
  const tag = (bytes: number) => Math.log2(bytes);
  const head =
    (subspace === undefined ? 0 : 0x80) +
    (end === undefined ? 0x40 : tag(end[1])) +
    ((raw.startFromStart ?? true) ? 0x20 : 0) +
    ((raw.endFromStart ?? false) ? 0x10 : 0) +
    tag(start[1]) * 4;
  return byteHex(raw.head ?? head) + (subspace ?? '') + wide(...start) + (end ? wide(...end) : '') + path;
}
