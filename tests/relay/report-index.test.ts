import { decode } from 'cborg';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { parseMicros, parseModuleId, type ModuleId } from '../../src/core/ids.ts';
import { reportsDocument } from '../../src/core/record/document.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { reportsView } from '../../src/core/view/fold-reports.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import type { Signer } from '../../src/ports/identity.ts';
import type { Journal, JournalSlice } from '../../src/relay/journal.ts';
import { reportIndex } from '../../src/relay/report-index.ts';
import { reportsThat } from '../support/moderation.ts';
import { signerNamed, START, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { randomOf, type Random } from '../support/random.ts';

const MODULES = ['io.example.codec', 'io.example.other', 'io.example.third'].map(parseModuleId);
const spam = { reason: 'spam', text: '' };
let world: TestNamespace;
let people: readonly Signer[];

beforeAll(async () => {
  world = await testNamespace();
  people = await Promise.all(['alice', 'bob', 'carol', 'dave'].map((name) => signerNamed(name)));
});

interface Accepted {
  readonly id: ModuleId;
  readonly record: GenRecord;
}

/** What was accepted so far, and how much of it was read. */
function journalWith(entries: Accepted[]) {
  const read: number[] = [];
  const journal: Pick<Journal, 'reportsSince'> = {
    reportsSince(position, limit): JournalSlice {
      const slice = entries.slice(position, position + limit);
      read.push(slice.length);
      return {
        entries: slice.map(({ id, record }) => ({ document: reportsDocument(id), bytes: record.bytes })),
        position: position + slice.length,
      };
    },
  };
  return { journal, read };
}

/** Whose answer is at most a second old: time passes between two questions. */
function indexOf(journal: Pick<Journal, 'reportsSince'>) {
  let now = START + 60_000_000;
  const index = reportIndex(journal, () => parseMicros((now += 2_000_000)));
  return async () => (decode((await index.newest()).answer) as { modules: unknown[] }).modules;
}

/** Of everything at once, as a reader folds it. */
function foldedAnew(entries: readonly Accepted[]) {
  return MODULES.flatMap((id) => {
    const records = entries.filter((entry) => entry.id === id).map(({ record }) => record);
    const reports = reportsView(recordSet(records), id, parseMicros(START + 60_000_000));
    return reports.length === 0 ? [] : [[id, reports.length, reports[0]?.time]];
  }).sort(([a, , x], [b, , y]) => Number(y) - Number(x) || (String(a) < String(b) ? -1 : 1));
}

async function drawnReport({ pick, chance, below }: Random): Promise<Accepted> {
  const id = pick(MODULES);
  const rater = chance(0.3) ? pick(people).did : undefined;
  const body = chance(0.3) ? { withdrawn: true } : { ...spam, text: String(below(100)) };
  // Few times, so that some are dated back and some are the same.
  const record = await reportsThat(world.namespace, pick(people), { id, rater }, body, START + below(12));
  return { id, record };
}

test.each([1, 2, 3, 4, 5, 6])(
  'what is taken in bit by bit, in any order, is what a fold of all of it says (%i)',
  async (seed) => {
    const random = randomOf(seed);
    const drawn = await Promise.all(Array.from({ length: 120 }, () => drawnReport(random)));
    for (const order of [drawn, random.shuffled(drawn)]) {
      const accepted: Accepted[] = [];
      const answer = indexOf(journalWith(accepted).journal);
      while (accepted.length < order.length) {
        accepted.push(...order.slice(accepted.length, accepted.length + 1 + random.below(4)));
        expect(await answer()).toEqual(foldedAnew(accepted));
      }
    }
  },
);

async function manyReports(count: number): Promise<Accepted[]> {
  const [alice] = people as [Signer];
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const id = MODULES[at % MODULES.length] as ModuleId;
      return { id, record: await reportsThat(world.namespace, alice, { id }, spam, START + at) };
    }),
  );
}

test('no report is read twice: a new one costs what it is, however many there are', async () => {
  const accepted = await manyReports(900);
  const { journal, read } = journalWith(accepted);
  const answer = indexOf(journal);
  await answer();
  expect(read.reduce((sum, count) => sum + count, 0)).toBe(900);

  read.length = 0;
  accepted.push(...(await manyReports(3)));
  await answer();
  expect(read).toEqual([3]);
});

test('other work has its turn while many are read, and who asks meanwhile gets the same answer', async () => {
  const { journal, read } = journalWith(await manyReports(900));
  const index = reportIndex(journal, () => parseMicros(START + 60_000_000));
  const between: number[] = [];
  const asked = index.newest();
  const second = index.newest();
  for (let isDone = false; !isDone; between.push(read.length)) {
    isDone = await Promise.race([asked.then(() => true), setImmediate(false)]);
  }

  expect(await second).toBe(await asked);
  expect(Math.max(...read)).toBeLessThanOrEqual(100);
  expect(new Set(between).size).toBeGreaterThanOrEqual(4);
});

test('a journal that cannot be read is asked again', async () => {
  const { journal } = journalWith(await manyReports(3));
  let fails = true;
  const answer = indexOf({
    reportsSince(position, limit) {
      if (fails) throw new Error('disk');
      return journal.reportsSince(position, limit);
    },
  });
  await expect(answer()).rejects.toThrow('disk');
  fails = false;

  expect(await answer()).toHaveLength(3);
});
