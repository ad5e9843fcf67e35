import { expect, test } from 'vitest';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { openRated } from '../../src/app/engine/rated-modules.ts';
import type { Session } from '../../src/app/engine/session.ts';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { ratingsDocument, type DocumentPath } from '../../src/core/record/document.ts';
import type { RateJob } from '../../src/ports/tables.ts';

const idOf = (number: number) => parseModuleId(`io.example.m${number}`);

function rateJob(number: number, time = number): RateJob {
  const at = parseMicros(time);
  return {
    id: `${number} at ${time}`,
    kind: 'rate',
    module: idOf(number),
    stars: 4,
    version: undefined,
    review: undefined,
    state: 'receipted',
    createdAt: at,
    updatedAt: at,
    attempts: 1,
  };
}

async function opened(jobs: readonly RateJob[], holds: (path: DocumentPath) => boolean) {
  const tables = memoryTables();
  await tables.write(jobs.map((put) => ({ table: 'jobs', put })));
  const paths: DocumentPath[] = [];
  const session = {
    replica: { holds: async (path: DocumentPath) => holds(path) },
    peek: async (path: DocumentPath) => void paths.push(path),
  } as unknown as Session;
  const order: string[] = [];
  const announce = (topics: readonly string[]): void => void order.push(...topics);
  await openRated({ tables, announce }, session, async () => order.push('trusted'));
  return { order, paths };
}

test('the ratings of modules that were rated here are opened once each, and only where this device holds them', async () => {
  const jobs = [rateJob(1), rateJob(2), rateJob(1, 9), rateJob(3)];
  const { order, paths } = await opened(jobs, (path) => path !== ratingsDocument(idOf(3)));
  expect(paths).toEqual([ratingsDocument(idOf(1)), ratingsDocument(idOf(2))]);
  expect(order).toEqual(['trusted', 'catalogue']);
  expect(await opened([], () => true)).toEqual({ order: [], paths: [] });
});

test('of very many, those that were rated last', async () => {
  const { paths } = await opened(
    Array.from({ length: 80 }, (_, number) => rateJob(number)),
    () => true,
  );
  expect(paths).toHaveLength(50);
  expect(paths[0]).toBe(ratingsDocument(idOf(79)));
});
