import isNewer from 'semver/functions/gt.js';
import { expect, test } from 'vitest';
import { resolution } from '../../src/core/resolve/resolution.ts';
import type { Candidate, Need } from '../../src/core/resolve/versions.ts';
import { randomOf, type Random } from '../support/random.ts';
import { hasSolution, isSound, type Choice, type Registry } from './brute-force.ts';

const IDS = ['a', 'b', 'c', 'd', 'e'];
const VERSIONS = ['1.0.0', '1.1.0', '1.2.0-beta.1', '2.0.0', '2.1.0'];
const RANGES = [
  '*',
  '^1.0.0',
  '^2.0.0',
  '>=1.1.0',
  '<2.0.0',
  '1.0.0',
  '~1.1.0',
  '^3.0.0',
  '1.0.0 || >=2.0.0',
  '>=1.2.0-beta.0 <2.0.0',
];
const GONE = 'gone';
const ROUNDS = 600;

function releaseOf(random: Random, version: string, ids: readonly string[]): Candidate {
  const some = (probability: number): Need[] =>
    random.some(ids, probability).map((id) => ({ id, range: random.pick(RANGES) }));
  return {
    version,
    dependencies: [
      ...some(0.3).map((need) => (random.chance(0.15) ? { ...need, optional: true } : need)),
      ...(random.chance(0.03) ? [{ id: GONE, range: '*' }] : []),
    ],
    conflicts: some(0.05),
  };
}

function world(seed: number): { registry: Registry; asked: readonly Need[] } {
  const random = randomOf(seed);
  const ids = IDS.slice(0, 2 + random.below(4));
  const registry = new Map(
    ids.map((id) => [id, random.some(VERSIONS, 0.6).map((version) => releaseOf(random, version, ids))]),
  );
  const asked = random.some(ids, 0.5).map((id) => ({ id, range: random.pick(RANGES) }));
  return { registry, asked: asked.length > 0 ? asked : [{ id: 'a', range: '*' }] };
}

function chosenFrom(registry: Registry, asked: readonly Need[]) {
  return resolution(asked, (id) => registry.get(id), { cycles: 'allow' });
}

/** What is asked for, and what that needs. */
function reached(asked: readonly Need[], choice: Choice): Set<string> {
  const seen = new Set<string>();
  const open = asked.map(({ id }) => id);
  for (const id of open) {
    if (seen.has(id)) continue;
    seen.add(id);
    const needed = choice.get(id)?.dependencies.filter(({ optional }) => optional !== true) ?? [];
    open.push(...needed.map((need) => need.id));
  }
  return seen;
}

test(`in ${ROUNDS} registries an answer is sound, as new as can be, and there if and only if trying everything finds one`, async () => {
  let answered = 0;
  for (let seed = 0; seed < ROUNDS; seed += 1) {
    const { registry, asked } = world(seed);
    const found = await chosenFrom(registry, asked);
    expect(found.kind === 'resolved', `seed ${seed}`).toBe(hasSolution(registry, asked));
    if (found.kind !== 'resolved') continue;
    answered += 1;
    const { chosen, order } = found;
    expect(isSound(asked, chosen), `seed ${seed}: sound`).toBe(true);
    expect(new Set(order), `seed ${seed}: nothing but what is needed`).toEqual(reached(asked, chosen));
    for (const [id, { version }] of chosen) {
      const newer = (registry.get(id) ?? []).filter((release) => isNewer(release.version, version));
      const better = newer.filter((release) => isSound(asked, new Map(chosen).set(id, release)));
      expect(better, `seed ${seed}: ${id} could be newer`).toEqual([]);
    }
  }
  expect(answered).toBeGreaterThan(ROUNDS / 5);
});

test('the order of the catalogue, of releases, of what they need and of what is asked for changes no answer', async () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const { registry, asked } = world(seed);
    const random = randomOf(seed + 1_000_000);
    const shuffled = new Map(
      random.shuffled([...registry]).map(([id, releases]) => [
        id,
        random.shuffled(releases).map((release) => ({
          ...release,
          dependencies: random.shuffled(release.dependencies),
          conflicts: random.shuffled(release.conflicts ?? []),
        })),
      ]),
    );
    const words = (found: Awaited<ReturnType<typeof chosenFrom>>) =>
      found.kind === 'resolved'
        ? [found.order, [...found.chosen].map(([id, { version }]) => [id, version])]
        : found;
    const expected = words(await chosenFrom(registry, asked));
    expect(words(await chosenFrom(shuffled, random.shuffled(asked))), `seed ${seed}`).toEqual(expected);
  }
});
