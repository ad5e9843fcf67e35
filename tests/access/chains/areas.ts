import type { Area, TimeRange } from '../../../src/core/access/area.ts';
import type { PublicKey } from '../../../src/core/ids.ts';
import type { Random } from '../../support/random.ts';
import { area } from '../keys.ts';

/** Areas inside an area, and areas that stick out of it by as little as possible. */

const LATEST = Number.MAX_SAFE_INTEGER;
const COMPONENTS = ['a', 'b', 'ab', 'modules', '@', '!~', 'k'.repeat(11), 'k'.repeat(12), 'k'.repeat(128)];
/** Around the widths that a compact integer has. */
const DISTANCES = [0, 1, 2, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 45];

/** An instant of a range that holds `room` of them, as a distance from its start. */
function offset(random: Random, room: number): number {
  const near = Math.min(random.pick(DISTANCES), room - 1);
  return random.pick([near, room - 1 - near, Math.floor(room / 2), random.below(room)]);
}

function narrowedTimes(random: Random, { start, end }: TimeRange): readonly [number, number | undefined] {
  if (random.chance(0.5)) return [start, end];
  const room = (end ?? LATEST) - start;
  const [first = 0, last = 0] = [offset(random, room), offset(random, room)].sort((a, b) => a - b);
  return [random.chance(0.3) ? start : start + first, random.chance(0.5) ? end : start + last + 1];
}

function longerPath(random: Random, path: readonly string[]): readonly string[] {
  // Now and then beyond what a path may hold, which no single link shows.
  if (random.chance(0.03)) return [...path, ...Array.from({ length: 20 }, () => 'a')];
  if (random.chance(0.03)) return [...path, ...Array.from({ length: 5 }, () => 'k'.repeat(128))];
  return random.chance(0.4) ? [...path, random.pick(COMPONENTS)] : path;
}

export function narrowed(random: Random, outer: Area, authors: readonly PublicKey[]): Area {
  const subspace = outer.subspace ?? (random.chance(0.3) ? random.pick(authors) : undefined);
  return area(subspace, longerPath(random, outer.path), ...narrowedTimes(random, outer.times));
}

type Change = (inner: Area, outer: Area, stranger: PublicKey) => Area | undefined;

function times({ subspace, path }: Area, start: number, end: number | undefined): Area {
  return area(subspace, path, start, end);
}

/** Each by name; `undefined` where the outer area leaves nothing beyond it. */
export const WIDENINGS: Readonly<Record<string, Change>> = {
  'a path cut short': (inner, outer) =>
    outer.path.length === 0 ? undefined : { ...inner, path: outer.path.slice(0, -1) },
  'a path beside': (inner, outer) =>
    outer.path.length === 0 ? undefined : { ...inner, path: [...outer.path.slice(0, -1), 'beside'] },
  'a component that only begins like the one held': (inner, outer) =>
    outer.path.length === 0
      ? undefined
      : { ...inner, path: [...outer.path.slice(0, -1), `${outer.path.at(-1)}.`] },
  'a start one instant early': (inner, outer) =>
    outer.times.start === 0 ? undefined : times(inner, outer.times.start - 1, inner.times.end),
  'an end one instant late': (inner, outer) =>
    outer.times.end === undefined || outer.times.end === LATEST
      ? undefined
      : times(inner, inner.times.start, outer.times.end + 1),
  'an open end': (inner, outer) =>
    outer.times.end === undefined ? undefined : times(inner, inner.times.start, undefined),
  'another subspace': (inner, outer, stranger) =>
    outer.subspace === undefined ? undefined : { ...inner, subspace: stranger },
  'any subspace': (inner, outer) =>
    outer.subspace === undefined ? undefined : { ...inner, subspace: undefined },
};

/** What is no area at all. Only for a last link: nothing can be said of what lies inside. */
export const NO_AREAS: Readonly<Record<string, Change>> = {
  'a range without an instant': (inner, { times: { start, end } }) =>
    end === undefined || end - start > 2 ? times(inner, start + 1, start + 1) : undefined,
  'an empty component': (inner, outer) => ({ ...inner, path: [...outer.path, ''] }),
  'a component of 129 bytes': (inner, outer) => ({ ...inner, path: [...outer.path, 'k'.repeat(129)] }),
  'a component with a slash': (inner, outer) => ({ ...inner, path: [...outer.path, 'a/b'] }),
  'a component beyond ASCII': (inner, outer) => ({ ...inner, path: [...outer.path, '\u00e4'] }),
};
