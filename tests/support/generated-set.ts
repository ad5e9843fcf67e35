import * as fc from 'fast-check';
import { parseModuleId, parseRange, parseVersion, type Micros, type ModuleId } from '../../src/core/ids.ts';
import type { UseRow } from '../../src/ports/kept-rows.ts';
import { DEFAULT_SET, type InstalledRelease, type SetRow } from '../../src/ports/sets.ts';
import type { JobRow } from '../../src/ports/tables.ts';

export const DAY = 24 * 3_600_000_000;
export const NOW = (1000 * DAY) as Micros;

/** A device with one set of modules that need each other in any way, used at any time, with work under way about some. */
export interface GeneratedSet {
  readonly set: SetRow;
  readonly uses: readonly UseRow[];
  readonly jobs: readonly JobRow[];
}

interface DrawnModule {
  readonly needs: readonly number[];
  readonly wanted: boolean;
  readonly auto: boolean;
  readonly installedAgo: number;
  readonly openedAgo: number | undefined;
  readonly usedAgo: number | undefined;
  readonly isBusy: boolean;
}

const idOf = (number: number): ModuleId => parseModuleId(`io.example.m${number}`);
const ago = (days: number): Micros => (NOW - days * DAY) as Micros;
const days = fc.integer({ min: 0, max: 200 });

const drawn: fc.Arbitrary<DrawnModule> = fc.record({
  needs: fc.array(fc.nat(7), { maxLength: 3 }),
  wanted: fc.boolean(),
  auto: fc.boolean(),
  installedAgo: days,
  openedAgo: fc.option(days, { nil: undefined, freq: 1 }),
  usedAgo: fc.option(days, { nil: undefined, freq: 1 }),
  isBusy: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
});

function installed(modules: readonly DrawnModule[]): GeneratedSet {
  const needsOf = (number: number): readonly number[] =>
    (modules[number]?.needs ?? []).filter((needed) => needed < modules.length && needed !== number);
  const reached = new Set(modules.flatMap(({ wanted }, number) => (wanted ? [number] : [])));
  for (const number of reached) for (const needed of needsOf(number)) reached.add(needed);
  const here = modules.map((one, number) => ({ ...one, number })).filter(({ number }) => reached.has(number));
  const releases = here.map(({ number, installedAgo }): InstalledRelease => {
    const id = idOf(number);
    return {
      id,
      name: id,
      version: parseVersion('1.0.0'),
      sha256: String(number).padStart(64, '0') as InstalledRelease['sha256'],
      size: 10,
      dependencies: needsOf(number).map((needed) => ({ id: idOf(needed), range: parseRange('*') })),
      record: `record ${number}`,
      author: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' as InstalledRelease['author'],
      installedAt: ago(installedAgo),
    };
  });
  const wanted = here.filter((one) => one.wanted);
  const wishes = wanted.map(({ number }) => ({ id: idOf(number), range: parseRange('^1.0.0') }));
  const at = ago(Math.min(200, ...here.map(({ installedAgo }) => installedAgo)));
  const generation = { number: 1, at, deed: { kind: 'lockfile' }, wishes, releases } as const;
  const auto = wanted.filter((one) => one.auto).map(({ number }) => idOf(number));
  const time = (since: number | undefined): Micros | undefined =>
    since === undefined ? undefined : ago(since);
  return {
    set: { name: DEFAULT_SET, generation, auto: auto.sort() },
    uses: here.map(({ number, openedAgo, usedAgo }) => {
      return { id: idOf(number), openedAt: time(openedAgo), usedAt: time(usedAgo), uses: 1 };
    }),
    jobs: here
      .filter(({ isBusy }) => isBusy)
      .map(({ number }) => {
        const times = { createdAt: NOW, updatedAt: NOW, attempts: 0 };
        return {
          ...times,
          id: `job ${number}`,
          kind: 'rate',
          module: idOf(number),
          state: 'signed',
          stars: 5,
        };
      }),
  };
}

export const generatedSet: fc.Arbitrary<GeneratedSet> = fc
  .array(drawn, { minLength: 1, maxLength: 8 })
  .map(installed);
