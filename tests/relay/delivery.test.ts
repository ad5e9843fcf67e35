import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DocumentPath } from '../../src/core/record/document.ts';
import { documentDelivery } from '../../src/relay/delivery.ts';
import type { Journal } from '../../src/relay/journal.ts';

const CODEC = 'module/io.acme.codec' as DocumentPath;
const [first, second] = [Uint8Array.of(1), Uint8Array.of(2)];

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a document that could not be written is brought up to the journal later', async () => {
  let fails = true;
  const written: Uint8Array[][] = [];
  const faults: string[] = [];
  const journal: Pick<Journal, 'members'> = { members: () => [first, second] };
  const delivery = documentDelivery(
    journal,
    {
      async add(_path, members) {
        if (fails) throw new Error('not now');
        written.push([...members]);
      },
    },
    (_fault, document) => faults.push(document),
  );
  delivery.deliver(CODEC, [first]);
  delivery.deliver(CODEC, [second]);
  await delivery.idle();
  fails = false;

  await vi.advanceTimersByTimeAsync(10_000);

  expect(faults).toEqual([CODEC, CODEC]);
  expect(written).toEqual([[first, second]]);
});

/** Posts that reach one document, one after the other, with what became of them. */
function counted() {
  const changes: number[][] = [];
  const delivery = documentDelivery(
    { members: () => [] },
    { add: async (_path, members) => void changes.push(members.map(([byte = 0]) => byte)) },
    () => undefined,
  );
  return {
    changes,
    delivery,
    posts: (...bytes: number[]) => {
      for (const byte of bytes) delivery.deliver(CODEC, [Uint8Array.of(byte)]);
    },
  };
}

test('what comes first is written at once', async () => {
  const { changes, posts } = counted();
  posts(1);
  await vi.advanceTimersByTimeAsync(0);

  expect(changes).toEqual([[1]]);
});

test('many posts to one document within a moment are few changes, in their order', async () => {
  const { changes, posts } = counted();
  posts(1, 2, 3, 4);
  await vi.advanceTimersByTimeAsync(60);
  posts(5);
  await vi.advanceTimersByTimeAsync(40);
  posts(6, 7);
  await vi.advanceTimersByTimeAsync(100);

  expect(changes).toEqual([[1], [2], [3, 4, 5], [6, 7]]);
});

test('a document that was left alone for a moment is written at once again', async () => {
  const { changes, posts } = counted();
  posts(1, 2, 3);
  await vi.advanceTimersByTimeAsync(300);
  posts(4);
  await vi.advanceTimersByTimeAsync(0);

  expect(changes).toEqual([[1], [2], [3], [4]]);
});

test('whoever stops waits for what has not been written, and for no moment', async () => {
  const { changes, delivery, posts } = counted();
  posts(1, 2, 3, 4);
  await delivery.idle();
  delivery.close();

  expect(changes).toEqual([[1], [2], [3, 4]]);
});
