import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { concat, fromBase64Url, fromHex, toBase64Url, toHex } from '../../src/core/bytes.ts';
import { parseModuleId, parsePublicKey } from '../../src/core/ids.ts';
import { moduleDocument, ratingsDocument } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import type { MemberId } from '../../src/core/record/record.ts';
import {
  besideOf,
  comparePlaces,
  isOrdered,
  growingTree,
  leafOf,
  rootBeside,
  rootOf,
  type Place,
} from '../../src/core/view/chain-tree.ts';
import { endOf, storyteller } from '../support/heads.ts';

const text = (value: string) => new TextEncoder().encode(value);
/** docs/FORMAT.md, written out a second time. */
const u64 = (value: number) => Uint8Array.from(Buffer.from(value.toString(16).padStart(16, '0'), 'hex'));
const lp = (bytes: Uint8Array) => concat(u64(bytes.length), bytes);
const digest = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const node = (left: Uint8Array, right: Uint8Array) =>
  digest(concat(lp(text('gen-registry/head-node/1')), left, right));

async function places(): Promise<Place[]> {
  const { chain } = await storyteller();
  const documents = ['module/io.acme.b', 'module/io.acme.a', 'ratings/io.acme.a'];
  const chains = await Promise.all(documents.map((document) => chain(document, ['x', 'y'])));
  return chains.map(endOf);
}

test('a leaf is the hash of document, notary, number and receipt, apart from everything else that is hashed', async () => {
  const [place] = (await places()) as [Place];
  const { document, notary, number, receipt } = place;
  const bytes = concat(
    lp(text('gen-registry/head-leaf/1')),
    lp(text(document)),
    notary,
    u64(number),
    fromBase64Url(receipt),
  );
  expect(toHex(leafOf(place))).toBe(toHex(digest(bytes)));
});

test('the empty tree, one leaf, two, and three of which the last goes up as it is', async () => {
  const [a, b, c] = (await places()).map(leafOf) as [Uint8Array, Uint8Array, Uint8Array];
  expect(rootOf([])).toEqual(digest(lp(text('gen-registry/head-empty/1'))));
  expect(rootOf([a])).toEqual(a);
  expect(rootOf([a, b])).toEqual(node(a, b));
  expect(rootOf([a, b, c])).toEqual(node(node(a, b), c));
});

test('another order, another end or one chain less is another root', async () => {
  const [a, b, c] = (await places()) as [Place, Place, Place];
  const root = (list: readonly Place[]) => toHex(rootOf(list.map(leafOf)));
  const others = [
    [b, a, c],
    [a, b],
    [a, b, { ...c, number: 7 }],
    [a, b, { ...c, receipt: a.receipt }],
  ];
  const roots = others.map(root);
  expect(new Set([root([a, b, c]), ...roots]).size).toBe(5);
});

test('a list is in order by document and notary, and names no chain twice', async () => {
  const sorted = (await places()).sort(comparePlaces);
  const [a, b] = sorted as [Place, Place];
  expect(sorted.map(({ document }) => document)).toEqual([
    'module/io.acme.a',
    'module/io.acme.b',
    'ratings/io.acme.a',
  ]);
  expect(isOrdered(sorted)).toBe(true);
  expect(isOrdered([b, a])).toBe(false);
  expect(isOrdered([a, { ...a, number: 9 }])).toBe(false);
});

test('the vectors of docs/FORMAT.md', () => {
  const notary = parsePublicKey(fromHex('d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737'));
  const receipt = (byte: number) => toBase64Url(new Uint8Array(32).fill(byte)) as MemberId;
  const codec = moduleDocument(parseModuleId('io.acme.codec'));
  const ratings = ratingsDocument(parseModuleId('io.acme.codec'));
  const leaves = [
    leafOf({ document: codec, notary, number: 2, receipt: receipt(1) }),
    leafOf({ document: ratings, notary, number: 0, receipt: receipt(2) }),
  ];
  const tree = rootOf(leaves);

  expect([...leaves, tree, rootOf([])].map(toHex)).toEqual([
    '5d1062431b10159bb7699c6cb84341a8bf212d262b3d7bfc0ff2b0c78dc67a65',
    '45920a1efc7d5460e10950c81cf3dd8e653c5e48fc020420a24f000535996051',
    '1c9b58089beb46ff58f98883f396d3ac21e6a46e3a928ed8e8d2078161f6e1df',
    '07c3cab58b7a1b8b874fd8f4b4b23f5469f9ad3d856fdbe412bf16affbe7f81f',
  ]);
  expect(toHex(writeBody('head', { number: 0, previous: null, tree, chains: 2 }))).toBe(
    'a4647472656558201c9b58089beb46ff58f98883f396d3ac21e6a46e3a928ed8e8d2078161f6e1df' +
      '66636861696e7302666e756d626572006870726576696f7573f6',
  );
});

test('what stands beside a leaf leads to the root, for every leaf of every small tree', () => {
  for (let count = 1; count <= 17; count += 1) {
    const leaves = Array.from({ length: count }, (_, index) => digest(u64(index)));
    const root = rootOf(leaves);
    leaves.forEach((leaf, index) => {
      const beside = besideOf(leaves, index);
      expect(rootBeside(leaf, { index, count }, beside)).toEqual(root);
      const [other] = [leaves[(index + 1) % count]];
      if (count > 1 && other !== undefined)
        expect(rootBeside(other, { index, count }, beside)).not.toEqual(root);
      expect(rootBeside(leaf, { index, count }, [...beside, leaf])).toBeUndefined();
      if (beside.length > 0) expect(rootBeside(leaf, { index, count }, beside.slice(1))).toBeUndefined();
      expect(rootBeside(leaf, { index: count, count }, beside)).toBeUndefined();
    });
  }
});

test('a tree that grows leaf by leaf has the root of all of them, at every size', () => {
  const leaves = Array.from({ length: 70 }, (_, index) => digest(u64(index)));
  const tree = growingTree();
  expect(tree.root()).toEqual(rootOf([]));
  leaves.forEach((leaf, index) => {
    tree.add(leaf);
    expect(tree.root()).toEqual(rootOf(leaves.slice(0, index + 1)));
  });
});
