import type { SetState } from '../ports/set-api.ts';
import type { Generation } from '../ports/sets.ts';
import type { Tables } from '../ports/tables.ts';
import { setNamed } from './installed-set.ts';
import { changeLines } from './plan-view.ts';

/** The states of a set, the newest first, each with what it changed. */
export async function setStates(tables: Tables, set: string): Promise<readonly SetState[]> {
  const { generation: current } = await setNamed(tables, set);
  const former = (await tables.all('generations')).filter((row) => row.set === set);
  const blobs = new Set<string>(await tables.keys('blobs'));
  const states: readonly Generation[] = [...former.map(({ generation }) => generation), current]
    .filter(({ number }) => number > 0)
    .sort((a, b) => a.number - b.number);
  return states
    .map(({ number, at, deed, releases }, place): SetState => {
      const before = states[place - 1]?.releases ?? [];
      return {
        number,
        at,
        deed,
        count: releases.length,
        lines: changeLines(before, releases),
        isCurrent: number === current.number,
        isWhole: releases.every(({ sha256 }) => blobs.has(sha256)),
      };
    })
    .toReversed();
}
