import { concat } from '../bytes.ts';
import { GenError } from '../errors.ts';
import { parseMicros, parsePublicKey, type Micros } from '../ids.ts';
import { includesArea, type Area, type TimeRange } from './area.ts';
import type { ByteReader } from './byte-reader.ts';
import { compactBody, compactTag, readCompact } from './compact.ts';
import { encodePathExtending, readPathExtending } from './path-encoding.ts';

/** `encode_area_in_area`: an area as its difference from one that includes it. Layout: README.md. */

const SUBSPACE_DIFFERS = 0x80;
const END_OPEN = 0x40;
const START_FROM_START = 0x20;
const END_FROM_START = 0x10;

interface Distance {
  readonly value: number;
  readonly fromStart: boolean;
}

/** From the nearer bound of `outer`; from its end where both are as near. */
function distanceOf(time: Micros, outer: TimeRange): Distance {
  const fromStart = time - outer.start;
  const fromEnd = outer.end === undefined ? Infinity : outer.end - time;
  return fromStart < fromEnd ? { value: fromStart, fromStart: true } : { value: fromEnd, fromStart: false };
}

interface Difference {
  readonly head: number;
  readonly start: Distance;
  /** Undefined where the inner area's end is open. */
  readonly end: Distance | undefined;
}

/** The first byte follows from the two areas alone, so a decoder can tell whether it read the canonical one. */
function differenceOf(inner: Area, outer: Area): Difference {
  const start = distanceOf(inner.times.start, outer.times);
  const end = inner.times.end === undefined ? undefined : distanceOf(inner.times.end, outer.times);
  let head = compactTag(start.value, 2) << 2;
  if (inner.subspace !== undefined && outer.subspace === undefined) head |= SUBSPACE_DIFFERS;
  if (start.fromStart) head |= START_FROM_START;
  if (end === undefined) head |= END_OPEN;
  else head |= compactTag(end.value, 2) | (end.fromStart ? END_FROM_START : 0);
  return { head, start, end };
}

function requireTimes({ start, end }: TimeRange): void {
  parseMicros(start);
  if (end === undefined) return;
  parseMicros(end);
  if (end <= start) throw new GenError('InvalidInput', 'time-range', { start, end });
}

/**
 * @throws GenError PermissionDenied `area-not-included`; InvalidInput `time-range` | `timestamp` | `path` |
 *         `path-component` for what is no area.
 */
export function encodeAreaInArea(inner: Area, outer: Area): Uint8Array<ArrayBuffer> {
  requireTimes(inner.times);
  if (!includesArea(outer, inner)) throw new GenError('PermissionDenied', 'area-not-included');
  const { head, start, end } = differenceOf(inner, outer);
  return concat(
    Uint8Array.of(head),
    ...(inner.subspace !== undefined && outer.subspace === undefined ? [inner.subspace] : []),
    compactBody(start.value, 2),
    ...(end === undefined ? [] : [compactBody(end.value, 2)]),
    encodePathExtending(inner.path, outer.path),
  );
}

function timeAt(distance: number, fromStart: boolean, outer: TimeRange): Micros {
  if (fromStart) return parseMicros(outer.start + distance);
  if (outer.end === undefined) throw new GenError('InvalidInput', 'not-canonical', { field: 'area' });
  return parseMicros(outer.end - distance);
}

/**
 * @throws GenError InvalidInput `truncated` | `integer-too-large` | `not-canonical` | `time-range` | `timestamp` |
 *         `area-not-included` | those of a path.
 */
export function readAreaInArea(reader: ByteReader, outer: Area): Area {
  const head = reader.byte();
  const subspace = (head & SUBSPACE_DIFFERS) === 0 ? outer.subspace : parsePublicKey(reader.take(32));
  const startDistance = readCompact(reader, (head >> 2) & 3, 2);
  const endDistance = (head & END_OPEN) === 0 ? readCompact(reader, head & 3, 2) : undefined;
  const start = timeAt(startDistance, (head & START_FROM_START) !== 0, outer.times);
  const end =
    endDistance === undefined ? undefined : timeAt(endDistance, (head & END_FROM_START) !== 0, outer.times);
  const area: Area = { subspace, path: readPathExtending(reader, outer.path), times: { start, end } };
  requireTimes(area.times);
  if (!includesArea(outer, area)) throw new GenError('InvalidInput', 'area-not-included');
  if (differenceOf(area, outer).head !== head)
    throw new GenError('InvalidInput', 'not-canonical', { field: 'area' });
  return area;
}
