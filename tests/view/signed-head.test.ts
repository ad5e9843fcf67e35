import { expect, test } from 'vitest';
import { parseMicros } from '../../src/core/ids.ts';
import { verifyHead } from '../../src/core/view/signed-head.ts';
import { endOf, storyteller } from '../support/heads.ts';
import { signerNamed, START } from '../support/namespace.ts';

const NOW = parseMicros(START + 3_600_000_000);

async function codecStory() {
  const teller = await storyteller();
  const codec = await teller.chain('module/io.acme.codec', ['a', 'b']);
  return { ...teller, codec, verify: verifyHead.bind(undefined, teller.world.namespace) };
}

test('a head says who signed it, its number and time, and the end of every chain', async () => {
  const { head, codec, notary, verify } = await codecStory();
  const { head: verified } = await verify(await head(0, [codec]), NOW);
  expect(verified).toMatchObject({
    by: notary.did,
    number: 0,
    previous: undefined,
    time: NOW,
    chains: [{ document: 'module/io.acme.codec', number: 1, receipt: codec[1]?.id }],
  });
});

test('a head over another list than it comes with is refused', async () => {
  const { head, codec, chain, verify } = await codecStory();
  const other = await chain('module/io.acme.other', ['x']);
  for (const list of [[codec.slice(0, 1)], [codec, other], []]) {
    await expect(verify(await head(0, [codec], { listed: list }), NOW)).rejects.toMatchObject({
      code: 'HashMismatch',
      reason: 'head-tree',
    });
  }
});

test('a head that counts other than it lists, or stands at another number than it says, is none', async () => {
  const { head, codec, verify } = await codecStory();
  await expect(verify(await head(0, [codec], { count: 2 }), NOW)).rejects.toMatchObject({
    reason: 'head-tree',
    data: { listed: 1, signed: 2 },
  });
  await expect(verify(await head(0, [codec], { at: 1 }), NOW)).rejects.toMatchObject({ reason: 'head' });
});

test('a list out of order, or with a chain twice, is no list, even where the head is over just that one', async () => {
  const { head, codec, chain, verify } = await codecStory();
  const ends = [codec, await chain('module/io.acme.a', ['x'])].map(endOf);
  const twice = [codec.slice(0, 1), codec].map(endOf);
  for (const asIs of [ends, twice]) {
    await expect(verify(await head(0, [], { asIs }), NOW)).rejects.toMatchObject({ reason: 'head-tree' });
  }
  await expect(verify(await head(0, [], { asIs: ends.toReversed() }), NOW)).resolves.toBeDefined();
});

test('others have their turn while a long list is hashed, and it is verified all the same', async () => {
  const { head, codec, verify } = await codecStory();
  const end = endOf(codec);
  const many = Array.from({ length: 1000 }, (_, index) => ({
    ...end,
    document: `module/io.acme.m${1000 + index}` as typeof end.document,
  }));
  let turns = 0;
  const turnIfDue = async () => void (turns += 1);
  await verify(await head(0, [], { asIs: many }), NOW, turnIfDue);
  expect(turns).toBeGreaterThan(5);
  const other = await head(0, [], { asIs: many });
  await expect(
    verify(
      {
        ...other,
        chains: many.with(999, { ...end, document: many[999]?.document ?? end.document, number: 9 }),
      },
      NOW,
      turnIfDue,
    ),
  ).rejects.toMatchObject({ reason: 'head-tree' });
});

test.each([
  ['receipts', ['receipts']],
  ['one head only', ['heads', '0']],
])('a key whose permission is for %s speaks for nobody', async (_, area) => {
  const { head, codec, verify } = await codecStory();
  const signer = await signerNamed('stranger');
  await expect(verify(await head(0, [codec], { signer, area }), NOW)).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'head-signer',
  });
});

test('a head of another namespace is refused', async () => {
  const { verify } = await codecStory();
  const other = await storyteller('other');
  await expect(verify(await other.head(0, []), NOW)).rejects.toMatchObject({ reason: 'namespace' });
});

test('a head whose bytes were changed is refused', async () => {
  const { head, codec, verify } = await codecStory();
  const served = await head(0, [codec]);
  const bent = Uint8Array.from(served.head);
  bent[bent.length - 1] = (bent.at(-1) ?? 0) ^ 1;
  await expect(verify({ ...served, head: bent }, NOW)).rejects.toMatchObject({ code: 'SignatureInvalid' });
});

test('a head more than ten minutes ahead of the clock is not believed yet', async () => {
  const { head, codec, verify } = await codecStory();
  const ahead = await head(0, [codec], { time: NOW + 600_000_001 });
  await expect(verify(ahead, NOW)).rejects.toMatchObject({ reason: 'head-ahead' });
  await expect(verify(await head(0, [codec], { time: NOW + 600_000_000 }), NOW)).resolves.toBeDefined();
});
