import { inflateRawSync } from 'node:zlib';
import { sha256 } from '../../src/core/hash.ts';

/** What a change says in its head, below anything that Automerge's own writer would let it say. */
export interface Bend {
  readonly startOp?: number;
  /** Added behind those that its operations need. */
  readonly actor?: Uint8Array;
  /** In place of its dependencies. */
  readonly deps?: readonly string[];
}

const HEADER = 9;

function leb128(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; bytes.length === 0 || left > 0; left = Math.floor(left / 128))
    bytes.push((left % 128) | (left >= 128 ? 0x80 : 0));
  return bytes;
}

/** Where the LEB128 number ends that begins there. */
function behind(bytes: Uint8Array, start: number): number {
  let at = start;
  while ((bytes[at] ?? 0) >= 0x80) at += 1;
  return at + 1;
}

/** The same change with its head bent, its checksum right again. */
export function bentChange(change: Uint8Array, { startOp, actor, deps }: Bend): Uint8Array {
  const rest = change.subarray(behind(change, HEADER));
  const body = change[8] === 2 ? new Uint8Array(inflateRawSync(rest)) : rest;
  const depsEnd = 1 + 32 * (body[0] ?? 0);
  const start = behind(body, depsEnd + 17);
  const time = behind(body, start);
  const others = behind(body, time) + 1;
  const count = body[others] ?? 0;
  const columns = others + 1 + 17 * count;
  const bent = [
    ...(deps === undefined
      ? body.subarray(0, depsEnd)
      : [deps.length, ...deps.flatMap((hash) => [...Buffer.from(hash, 'hex')])]),
    ...body.subarray(depsEnd, start),
    ...(startOp === undefined ? body.subarray(start, time) : leb128(startOp)),
    ...body.subarray(time, others),
    count + (actor === undefined ? 0 : 1),
    ...body.subarray(others + 1, columns),
    ...(actor === undefined ? [] : [actor.length, ...actor]),
    ...body.subarray(columns),
  ];
  const tail = Uint8Array.from([1, ...leb128(bent.length), ...bent]);
  return Uint8Array.from([...change.subarray(0, 4), ...sha256(tail).subarray(0, 4), ...tail]);
}
