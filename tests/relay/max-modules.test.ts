import { expect, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { DEFAULT_LIMITS, type RelayConfig } from '../../src/relay/config.ts';
import { emptyFolder, publisher, releasedModule, runningRelay, type Publisher } from './world.ts';

const [first, second, third] = ['io.acme.first', 'io.acme.second', 'io.acme.third'].map(parseModuleId) as [
  ReturnType<typeof parseModuleId>,
  ReturnType<typeof parseModuleId>,
  ReturnType<typeof parseModuleId>,
];
const givesTwo: Partial<RelayConfig> = { limits: { ...DEFAULT_LIMITS, modules: 2 } };

async function claims({ client, claims: claim }: Publisher, ...ids: (typeof first)[]) {
  const records = await Promise.all(ids.map(claim));
  const { results } = await client.post(records.map(({ bytes }) => bytes));
  return results.map(({ state, error }) => error ?? state);
}

const noMore = { code: 'QuotaExceeded', reason: 'modules', data: { limit: 2, id: third } };

test('a free name beyond the limit is given to nobody, in one post as in several', async () => {
  const alice = publisher(await runningRelay(givesTwo));

  expect(await claims(alice, first, second, third)).toEqual(['receipted', 'receipted', noMore]);
  expect(await claims(alice, third)).toEqual([noMore]);
});

test('whoever has a name is told so again, and releases under it, at the limit too', async () => {
  const relay = await runningRelay(givesTwo);
  const alice = publisher(relay);
  await claims(alice, first);
  await releasedModule(alice, second);

  expect(await claims(alice, first)).toEqual(['receipted']);
  const { answer } = await releasedModule(alice, first);
  expect(answer.results).toMatchObject([{ state: 'receipted' }]);
});

test('a name that is refused for something else takes no place', async () => {
  const relay = await runningRelay(givesTwo);
  const [alice, bob] = [publisher(relay), publisher(relay)];
  await claims(alice, first);

  expect(await claims(bob, first)).toMatchObject([{ reason: 'name-taken' }]);
  expect(await claims(bob, second)).toEqual(['receipted']);
});

test('names that were given before a restart are counted, and stay where the limit is lower now', async () => {
  const data = await emptyFolder();
  const before = await runningRelay({ data });
  const alice = publisher(before);
  await claims(alice, first, second, third);
  await before.stop();

  const after = publisher(await runningRelay({ data, ...givesTwo }));
  expect(await claims(after, parseModuleId('io.acme.fourth'))).toMatchObject([{ reason: 'modules' }]);
  const again = await alice.claims(third);
  expect((await after.client.post([again.bytes])).results).toMatchObject([{ state: 'receipted' }]);
});
