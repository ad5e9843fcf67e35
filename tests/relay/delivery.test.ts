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
