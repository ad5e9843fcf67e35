import { resolution, type Resolution } from '../../src/core/resolve/resolution.ts';
import type { Candidate } from '../../src/core/resolve/versions.ts';
import { candidateOf, readReleases } from '../../src/cli/catalogue-releases.ts';
import { generatedModules } from '../catalogue/generated-modules.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import type { BenchOptions } from './options.ts';
import { catalogueName } from './search/catalogue-documents.ts';
import { quantile } from './statistics.ts';

const SEED = 1;
const GENERATED = 10_000;
/** Milliseconds after which a question counts as unfinished. */
const LONGEST = 5000;
/** Chosen releases of what counts as a large answer. */
const MANY = 100;

type Releases = ReadonlyMap<string, readonly Candidate[]>;

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

const chosenIn = ({ found }: Answer): number =>
  found !== 'unfinished' && found.kind === 'resolved' ? found.chosen.size : 0;

function rowOf(what: string, answers: readonly Answer[]): FigureRow {
  const times = answers.map(({ ms }) => ms);
  const clashes = answers.filter(
    ({ found }) => found !== 'unfinished' && found.kind === 'unsatisfiable',
  ).length;
  const unfinished = answers.filter(({ found }) => found === 'unfinished').length;
  const sizes = answers.map(chosenIn);
  const figures =
    answers.length === 0 ? [null, null, null, null] : [0.5, 0.95, 0.99, 1].map((q) => quantile(times, q));
  return { what, figures: [answers.length, clashes, unfinished, Math.max(0, ...sizes), ...figures] };
}

async function tableOf(name: string, releases: Releases): Promise<FigureTable> {
  // Whatever is compiled and parsed for the first time.
  for (const id of [...releases.keys()].slice(0, 50)) await answer(releases, id);
  const answers: Answer[] = [];
  for (const id of releases.keys()) answers.push(await answer(releases, id));
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();
  const [worst] = [...releases.keys()]
    .map((id, place) => ({ id, ms: answers[place]?.ms ?? 0 }))
    .sort((a, b) => b.ms - a.ms);
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
      rowOf(
        'clashes, with their explanation',
        answers.filter(({ found }) => found !== 'unfinished' && found.kind === 'unsatisfiable'),
      ),
    ],
    notes: [
      `each from its text ranges; slowest: ${worst?.id ?? 'none'}; heap with the catalogue ${(heapUsed / 2 ** 20).toFixed(0)} MiB`,
    ],
  };
}

/** Of each catalogue file, else of a generated catalogue. */
export async function* resolvePart({ catalogues }: BenchOptions): AsyncGenerator<FigureTable> {
  for (const file of catalogues)
    yield tableOf(catalogueName(file), await readReleases(file, AbortSignal.timeout(600_000)));
  if (catalogues.length > 0) return;
  const modules = [...generatedModules({ modules: GENERATED, releases: 3, seed: SEED })];
  const releases = new Map(modules.map(({ id, versions }) => [id, versions.map(candidateOf)]));
  yield tableOf(`${GENERATED.toLocaleString('en')} generated modules`, releases);
}
