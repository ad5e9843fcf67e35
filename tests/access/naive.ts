import type { Area } from '../../src/core/access/area.ts';
import type { Capability } from '../../src/core/access/capability.ts';
import { area } from './keys.ts';

/**
 * The same rules a second time, told as plainly as possible: strings of bits, big integers, and areas as sets of
 * points. Slow, and written from the specification, not from the code that it checks.
 */

function bits(value: bigint, width: number): string {
  return value.toString(2).padStart(width, '0');
}

function byteWidth(value: bigint, tagWidth: number): 0 | 1 | 2 | 4 | 8 {
  if (value <= 2n ** BigInt(tagWidth) - 5n) return 0;
  if (value < 256n) return 1;
  if (value < 256n ** 2n) return 2;
  return value < 256n ** 4n ? 4 : 8;
}

function tag(value: bigint, width: number): string {
  const highest = 2n ** BigInt(width) - 1n;
  const tags = { 0: value, 1: highest - 3n, 2: highest - 2n, 4: highest - 1n, 8: highest };
  return bits(tags[byteWidth(value, width)], width);
}

function body(value: bigint, width: number): string {
  const bytes = byteWidth(value, width);
  return bytes === 0 ? '' : bits(value, bytes * 8);
}

function text(component: string): string {
  return [...component].map((letter) => bits(BigInt(letter.codePointAt(0) ?? 0), 8)).join('');
}

export function naivePath(path: readonly string[]): string {
  const total = BigInt(path.join('').length);
  const count = BigInt(path.length);
  const parts = path.map((component, index) => {
    const length = BigInt(component.length);
    return index + 1 < path.length ? tag(length, 8) + body(length, 8) + text(component) : text(component);
  });
  return tag(total, 4) + tag(count, 4) + body(total, 4) + body(count, 4) + parts.join('');
}

export function naiveAreaInArea(inner: Area, outer: Area): Uint8Array {
  const [innerStart, outerStart] = [BigInt(inner.times.start), BigInt(outer.times.start)];
  const innerEnd = inner.times.end === undefined ? undefined : BigInt(inner.times.end);
  const outerEnd = outer.times.end === undefined ? undefined : BigInt(outer.times.end);
  const nearer = (time: bigint): [string, bigint] =>
    outerEnd === undefined || time - outerStart < outerEnd - time
      ? ['1', time - outerStart]
      : ['0', outerEnd - time];
  const [startFromStart, startDistance] = nearer(innerStart);
  const [endFromStart, endDistance] = innerEnd === undefined ? ['0', undefined] : nearer(innerEnd);
  const named = inner.subspace !== undefined && outer.subspace === undefined ? inner.subspace : undefined;
  const head = [
    named === undefined ? '0' : '1',
    innerEnd === undefined ? '1' : '0',
    startFromStart,
    endFromStart,
    tag(startDistance, 2),
    endDistance === undefined ? '00' : tag(endDistance, 2),
  ].join('');
  const subspace = [...(named ?? [])].map((byte) => bits(BigInt(byte), 8)).join('');
  const times = body(startDistance, 2) + (endDistance === undefined ? '' : body(endDistance, 2));
  const whole = head + subspace + times + naivePath(inner.path.slice(outer.path.length));
  return Uint8Array.from((whole.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Its bytes by the table "Layout"; areas that are not inside each other give nonsense. */
export function naiveCapability(capability: Capability): Uint8Array {
  const { kind, mode, namespace, user, delegations } = capability;
  const head = (kind === 'owned' ? '1' : '0') + (mode === 'write' ? '1' : '0');
  let outer = area(kind === 'owned' ? undefined : user, []);
  const bytes = [Number.parseInt(head + bits(BigInt(delegations.length), 6), 2), ...namespace, ...user];
  if (kind === 'owned') bytes.push(...capability.initialAuthorisation);
  for (const { area: inner, receiver, signature } of delegations) {
    bytes.push(...naiveAreaInArea(inner, outer), ...receiver, ...signature);
    outer = inner;
  }
  return Uint8Array.from(bytes);
}

export interface Point {
  readonly subspace: Uint8Array;
  readonly path: string;
  readonly time: number;
}

export function contains({ subspace, path, times }: Area, point: Point): boolean {
  const prefix = path.map((component) => `${component}/`).join('');
  return (
    (subspace === undefined || subspace.join() === point.subspace.join()) &&
    point.path.startsWith(prefix) &&
    point.time >= times.start &&
    point.time < (times.end ?? Infinity)
  );
}
