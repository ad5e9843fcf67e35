import { expect, test } from 'vitest';
import { parseMicros } from '../../src/core/ids.ts';
import type { DocumentPath } from '../../src/core/record/document.ts';
import type { GenRecord, MemberId } from '../../src/core/record/record.ts';
import { comparePlaces, type Place } from '../../src/core/view/chain-tree.ts';
import { verifyHead, type SignedHead } from '../../src/core/view/signed-head.ts';
import {
  compareStories,
  dueIn,
  forksAmong,
  missingFrom,
  placesOf,
  receiptsAmong,
  unshownBehind,
  type HeldReceipt,
} from '../../src/core/view/stories.ts';
import { endOf, storyteller } from '../support/heads.ts';
import { signerNamed, START } from '../support/namespace.ts';
import { randomOf } from '../support/random.ts';

const NOW = parseMicros(START + 100 * 3_600_000_000);
const CODEC = 'module/io.acme.codec';

async function teller() {
  const { head, world, ...rest } = await storyteller();
  const told = async (...asked: Parameters<typeof head>): Promise<SignedHead> =>
    (await verifyHead(world.namespace, await head(...asked), NOW)).head;
  return { ...rest, told };
}

const idAt = (chain: readonly GenRecord[], number: number) => chain[number]?.id;

test('a story that only goes on is no other story', async () => {
  const { chain, told } = await teller();
  const short = await chain(CODEC, ['a']);
  const long = await chain(CODEC, ['b', 'c'], short);
  const other = await chain('module/io.acme.other', ['x']);
  const before = await told(0, [short]);
  const after = await told(1, [long, other], { previous: before.id });

  expect(compareStories(before, after, receiptsAmong(long))).toEqual([]);
  expect(missingFrom(after, before.chains)).toEqual([]);
});

test('two receipts for one place are named, whichever story is heard first', async () => {
  const { chain, told, notary } = await teller();
  const [one, other] = [await chain(CODEC, ['a']), await chain(CODEC, ['b'])];
  const [a, b] = [await told(0, [one]), await told(1, [other])];
  const named = { kind: 'receipt', document: CODEC, notary: notary.did, number: 0 };

  expect(compareStories(a, b)).toEqual([{ ...named, one: idAt(one, 0), other: idAt(other, 0) }]);
  expect(compareStories(b, a)).toEqual([{ ...named, one: idAt(other, 0), other: idAt(one, 0) }]);
});

test('a fork below the end of the longer chain shows once its receipts are at hand', async () => {
  const { chain, told } = await teller();
  const short = await chain(CODEC, ['a', 'b']);
  const long = await chain(CODEC, ['a', 'other', 'c', 'd']);
  const [a, b] = [await told(0, [short]), await told(1, [long])];

  expect(compareStories(a, b)).toEqual([]);
  expect(compareStories(a, b, receiptsAmong(long))).toMatchObject([
    { kind: 'receipt', document: CODEC, number: 1 },
  ]);
});

test('a receipt that only says what stands before it is enough', async () => {
  const { chain } = await teller();
  const [one, other] = [await chain(CODEC, ['a']), await chain(CODEC, ['b', 'c'])];
  const later = receiptsAmong(other.slice(1));

  expect(forksAmong([endOf(one), ...placesOf(later)])).toMatchObject([{ number: 0 }]);
});

test('two heads of one number disagree, even over the same list', async () => {
  const { chain, told, notary } = await teller();
  const list = [await chain(CODEC, ['a'])];
  const [a, b] = [await told(3, list), await told(3, list, { time: NOW })];

  expect(compareStories(a, b)).toEqual([
    { kind: 'head', notary: notary.did, number: 3, one: a.id, other: b.id },
  ]);
});

test('a head that names another one before it than was seen disagrees with that one', async () => {
  const { chain, told } = await teller();
  const list = [await chain(CODEC, ['a'])];
  const [seen, other] = [await told(0, list), await told(0, list, { time: NOW })];
  const next = await told(1, list, { previous: other.id });

  expect(compareStories(seen, next)).toMatchObject([
    { kind: 'head', number: 0, one: seen.id, other: other.id },
  ]);
});

test('a chain that became shorter, or is gone, is missing what it had', async () => {
  const { chain, told } = await teller();
  const short = await chain(CODEC, ['a']);
  const long = await chain(CODEC, ['b', 'c'], short);
  const before = await told(0, [long]);

  expect(missingFrom(await told(1, [short]), before.chains)).toMatchObject([
    { kind: 'missing', document: CODEC, number: 2, listed: 0 },
  ]);
  expect(missingFrom(await told(1, []), before.chains)).toMatchObject([
    { kind: 'missing', document: CODEC, number: 2, listed: undefined },
  ]);
});

test('a head owes what its key gave more than ten minutes before it, and nothing younger', async () => {
  const { chain, told } = await teller();
  const held = receiptsAmong(await chain(CODEC, ['a', 'b']));
  const tenMinutes = 600_000_000;
  const at = async (time: number) => dueIn(await told(0, [], { time }), held).map(({ number }) => number);

  expect(await at(START + tenMinutes)).toEqual([]);
  expect(await at(START + tenMinutes + 1)).toEqual([0]);
  expect(await at(START + tenMinutes + 1_000_001)).toEqual([0, 1]);
});

test('a chain is followed back from its end, and what is not shown on the way is named', async () => {
  const { chain, notary } = await teller();
  const long = await chain(CODEC, ['a', 'b', 'c', 'd']);
  const [first, , third, fourth] = long as [GenRecord, GenRecord, GenRecord, GenRecord];
  const unshown = (shown: readonly GenRecord[], until: number) =>
    unshownBehind(endOf(long), until, receiptsAmong(shown));

  expect(unshown(long, 0)).toEqual([]);
  expect(unshown([third, fourth], 1)).toEqual([]);
  expect(unshown([first, fourth], 0)).toEqual([
    { kind: 'unshown', document: CODEC, notary: notary.did, number: 2 },
  ]);
  expect(unshown([], 2)).toMatchObject([{ number: 3 }]);
});

test('of two lists, however they differ, everything is found that looking at all places at once would find', async () => {
  const random = randomOf(5);
  const notaries = await Promise.all(['one', 'two'].map((name) => signerNamed(name)));
  const listOf = (): Place[] =>
    Array.from({ length: 12 }, (_, index) => index)
      .flatMap((index) =>
        notaries.flatMap(({ publicKey: notary }): Place[] =>
          random.chance(0.3)
            ? []
            : [
                {
                  document: `module/io.acme.m${10 + index}` as DocumentPath,
                  notary,
                  number: random.below(3),
                  receipt: `receipt-${random.below(2)}` as MemberId,
                },
              ],
        ),
      )
      .toSorted(comparePlaces);
  const headOver = (chains: readonly Place[]) =>
    ({ by: 'x', number: 1, id: 'h', time: 0, chains }) as unknown as SignedHead;
  let found = 0;
  for (let round = 0; round < 200; round += 1) {
    const [a, b] = [listOf(), listOf()];
    const receipts = random
      .some(listOf(), 0.2)
      .map((place): HeldReceipt => ({ ...place, previous: undefined, time: parseMicros(0) }));
    const all = forksAmong([...a, ...b, ...placesOf(receipts)]);
    expect(compareStories(headOver(a), headOver(b), receipts)).toEqual(all);
    const shuffled = random.shuffled(a);
    const missing = missingFrom(headOver(b), a);
    expect(new Set(missingFrom(headOver(b), shuffled))).toEqual(new Set(missing));
    found += all.length + missing.length;
  }
  expect(found).toBeGreaterThan(1000);
});
