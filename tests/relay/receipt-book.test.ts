import { expect, test } from 'vitest';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { ratingsDocument } from '../../src/core/record/document.ts';
import type { Member } from '../../src/core/record/member.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { receiptBook } from '../../src/relay/receipt-book.ts';
import { rates, signerNamed, START, testNamespace } from '../support/namespace.ts';

const CODEC = parseModuleId('io.acme.codec');
const RATINGS = ratingsDocument(CODEC);

async function world() {
  const { namespace, receipts } = await testNamespace();
  const bob = await signerNamed('bob');
  const [old, fresh] = [await rates(namespace, bob, CODEC, 4), await rates(namespace, bob, CODEC, 5)];
  const [capability, receipt] = await receipts(RATINGS, 0, [old]);
  if (capability?.member !== 'capability' || receipt?.member !== 'record') throw new Error('no receipt');
  return { namespace, old, fresh, receipt, notary: { signer: await signerNamed('root/notary'), capability } };
}

test('an earlier receipt is found for the record that was there already, a new one for what is new', async () => {
  const { namespace, old, fresh, receipt, notary } = await world();
  const added: Member[] = [];
  const batch = {
    set: () => recordSet([old, receipt]),
    add: (_: string, m: readonly Member[]) => void added.push(...m),
  };
  const book = receiptBook(batch, notary, namespace);

  const covered = [book.covers(RATINGS, old.id), book.covers(RATINGS, fresh.id)];
  book.want(RATINGS, [fresh.id]);
  await book.write(parseMicros(START + 5000));

  expect(covered).toEqual([true, false]);
  expect(book.covers(RATINGS, fresh.id)).toBe(true);
  expect(book.of(RATINGS, old.id)).toEqual([receipt]);
  expect(book.of(RATINGS, fresh.id)).toEqual(added.slice(1));
});

test('records that are new read no earlier receipt', async () => {
  const { namespace, fresh, receipt, notary } = await world();
  const unread = {
    ...receipt,
    get payload(): never {
      throw new Error('read');
    },
  };
  const batch = { set: () => recordSet([unread]), add: () => undefined };
  const book = receiptBook(batch, notary, namespace);

  book.want(RATINGS, [fresh.id]);
  await book.write(parseMicros(START + 5000));

  expect(book.of(RATINGS, fresh.id)).toMatchObject([{ path: ['receipts', 'ratings', CODEC, '1'] }]);
});
