import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerOf } from './answer-of.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import type { BenchOptions } from './options.ts';
import { catalogueName } from './search/catalogue-documents.ts';
import type { Source } from './search/documents.ts';
import type { BuiltFigures, EngineOrder, RestoredFigures } from './search/engine-process.ts';
import { ENGINE_NAMES, ENGINES } from './search/engines.ts';
import { searchScreen } from './search-screen.ts';
import { quantile } from './statistics.ts';

const MIB = 1024 * 1024;

interface Measured {
  readonly what: string;
  readonly built: BuiltFigures;
  /** Absent: the engine saves nothing. */
  readonly restored: RestoredFigures | undefined;
}

function ordered<T>(order: EngineOrder): Promise<T> {
  const flags = ['--expose-gc', '--max-old-space-size=8192'];
  return answerOf(new URL('./search/engine-process.ts', import.meta.url), order, flags);
}

async function measureAll(source: Source): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gen-search-'));
  const measured: Measured[] = [];
  try {
    for (const engine of ENGINE_NAMES) {
      const order = { engine, source, saved: join(folder, engine) };
      const built = await ordered<BuiltFigures>({ ...order, restores: false });
      const restored =
        engine === 'scan' ? undefined : await ordered<RestoredFigures>({ ...order, restores: true });
      measured.push({ what: ENGINES[engine].what, built, restored });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return measured;
}

function rowOf({ what, built, restored }: Measured, [ours]: readonly Measured[]): FigureRow {
  const p99 = quantile(built.keystrokes, 0.99);
  const least = ours === undefined ? p99 : quantile(ours.built.keystrokes, 0.99);
  return {
    what,
    figures: [
      built.build,
      restored?.restore ?? null,
      built.addOne,
      restored === undefined ? null : restored.memory / MIB,
      built.size / MIB,
      built.keystrokes.length,
      quantile(built.keystrokes, 0.5),
      quantile(built.keystrokes, 0.95),
      p99,
      p99 / least,
      built.throughput,
    ],
  };
}

async function table(key: string, title: string, source: Source): Promise<FigureTable> {
  const measured = await measureAll(source);
  return {
    key,
    title,
    columns: [
      'build ms',
      'restore ms',
      'add one ms',
      'memory MiB',
      'stored MiB',
      'keystrokes',
      'p50 ms',
      'p95 ms',
      'p99 ms',
      'p99 × ours',
      'queries/s',
    ],
    rows: measured.map((one) => rowOf(one, measured)),
    notes: ['floor: names that include every word; it ranks nothing and looks at no description'],
  };
}

/** The engine of the app's search beside libraries on the same documents and questions, each in a process of its own. */
export async function* searchPart({ large, catalogues }: BenchOptions): AsyncGenerator<FigureTable> {
  if (catalogues.length > 0) {
    const names = catalogues.map(catalogueName).join(' and ');
    yield await table('search-words', `search: ${names}`, { catalogues });
  }
  const sizes = large ? [10_000, 100_000] : [10_000];
  for (const generated of sizes) {
    const title = `search: ${generated.toLocaleString('en')} generated modules`;
    yield await table(`search-${generated}`, title, { generated });
  }
  yield await searchScreen(sizes);
}
