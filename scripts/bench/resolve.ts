import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { resolution, type Resolution } from '../../src/core/resolve/resolution.ts';
import { candidateOf, readReleases } from '../../src/cli/catalogue-releases.ts';
import { generatedModules } from '../catalogue/generated-modules.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import type { BenchOptions } from './options.ts';
import { besidePeers } from './resolve/beside-peers.ts';
import type { Releases } from './resolve/placed.ts';
import { catalogueName } from './search/catalogue-documents.ts';
import { quantile } from './statistics.ts';

const SEED = 1;
const GENERATED = 10_000;
/** Milliseconds after which a question counts as unfinished. */
const LONGEST = 5000;
/** Chosen releases of what counts as a large answer. */
const MANY = 100;

/** So that the heap is what is kept. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

interface Answer {
  readonly ms: number;
  readonly found: Resolution | 'unfinished';
}

async function answer(releases: Releases, id: string): Promise<Answer> {
  const start = performance.now();
  // Looked at by the solver between two decisions.
  const signal = {
    get aborted() {
      return performance.now() - start > LONGEST;
    },
  };
  const options = { cycles: 'allow', signal } as const;
  const found = await resolution([{ id, range: '*' }], (one) => releases.get(one), options).catch(
    (thrown: unknown) => {
      if (signal.aborted) return 'unfinished' as const;
      throw thrown;
    },
  );
  return { ms: performance.now() - start, found };
}

const isClash = ({ found }: Answer): boolean => found !== 'unfinished' && found.kind === 'unsatisfiable';

const chosenIn = ({ found }: Answer): number =>
  found !== 'unfinished' && found.kind === 'resolved' ? found.chosen.size : 0;

function rowOf(what: string, answers: readonly Answer[]): FigureRow {
  const times = answers.map(({ ms }) => ms);
  const clashes = answers.filter(isClash).length;
  const unfinished = answers.filter(({ found }) => found === 'unfinished').length;
  const sizes = answers.map(chosenIn);
  const figures =
    answers.length === 0 ? [null, null, null, null] : [0.5, 0.95, 0.99, 1].map((q) => quantile(times, q));
  return { what, figures: [answers.length, clashes, unfinished, Math.max(0, ...sizes), ...figures] };
}

/** Of every module by itself, in the order of the catalogue. */
async function answersOf(releases: Releases): Promise<ReadonlyMap<string, Answer>> {
  // Whatever is compiled and parsed for the first time.
  for (const id of [...releases.keys()].slice(0, 50)) await answer(releases, id);
  const answers = new Map<string, Answer>();
  for (const id of releases.keys()) answers.set(id, await answer(releases, id));
  return answers;
}

function tableOf(name: string, answersById: ReadonlyMap<string, Answer>): FigureTable {
  const answers = [...answersById.values()];
  collectGarbage();
  const { heapUsed } = process.memoryUsage();
  const [worst] = [...answersById].map(([id, { ms }]) => ({ id, ms })).sort((a, b) => b.ms - a.ms);
  return {
    key: `resolve-${name}`,
    title: `resolution: every module of ${name} by itself, any release of it, cycles allowed`,
    columns: ['asked', 'clashes', 'unfinished', 'largest', 'p50 ms', 'p95 ms', 'p99 ms', 'worst ms'],
    rows: [
      rowOf('all', answers),
      rowOf(
        `answers of ${MANY} releases and more`,
        answers.filter((one) => chosenIn(one) >= MANY),
      ),
      rowOf('clashes, with their explanation', answers.filter(isClash)),
    ],
    notes: [
      `each from its text ranges; slowest: ${worst?.id ?? 'none'}; heap with the catalogue and all answers ${(heapUsed / 2 ** 20).toFixed(0)} MiB`,
    ],
  };
}

async function* tablesOf(name: string, releases: Releases): AsyncGenerator<FigureTable> {
  const answers = await answersOf(releases);
  yield tableOf(name, answers);
  const that = (is: (one: Answer) => boolean): string[] =>
    [...answers].filter(([, one]) => is(one)).map(([id]) => id);
  const sampled = {
    large: that((one) => chosenIn(one) >= MANY),
    other: that((one) => chosenIn(one) > 0 && chosenIn(one) < MANY),
    clashing: that(isClash),
  };
  yield besidePeers(name, releases, sampled, async (id) => {
    const { ms, found } = await answer(releases, id);
    if (found === 'unfinished' || found.kind !== 'resolved') return { ms, why: 'none' };
    return { ms, chosen: Object.fromEntries([...found.chosen].map(([one, { version }]) => [one, version])) };
  });
}

/** Of each catalogue file, else of a generated catalogue. */
export async function* resolvePart({ catalogues }: BenchOptions): AsyncGenerator<FigureTable> {
  for (const file of catalogues)
    yield* tablesOf(catalogueName(file), await readReleases(file, AbortSignal.timeout(600_000)));
  if (catalogues.length > 0) return;
  const modules = [...generatedModules({ modules: GENERATED, releases: 3, seed: SEED })];
  const releases = new Map(modules.map(({ id, versions }) => [id, versions.map(candidateOf)]));
  yield* tablesOf(`${GENERATED.toLocaleString('en')} generated modules`, releases);
}
