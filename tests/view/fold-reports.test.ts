import { beforeAll, expect, test } from 'vitest';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { reportsView } from '../../src/core/view/fold-reports.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { reportsThat } from '../support/moderation.ts';
import { signerNamed, START, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { inEveryOrder } from '../support/orders.ts';

const codec = parseModuleId('io.example.codec');
const other = parseModuleId('io.example.other');
const now = parseMicros(START + 60_000_000);
let world: TestNamespace;
let alice: Signer;
let bob: Signer;

beforeAll(async () => {
  world = await testNamespace();
  [alice, bob] = [await signerNamed('alice'), await signerNamed('bob')];
});

const everyView = (records: readonly GenRecord[]) =>
  inEveryOrder(records, (ordered) => reportsView(recordSet(ordered), codec, now));

const says = (by: Signer, body: unknown, at = START, rater?: Signer) =>
  reportsThat(world.namespace, by, { id: codec, rater: rater?.did }, body, at);

test('the newest report of a person about one thing counts, in every order', async () => {
  const first = await says(alice, { reason: 'spam', text: 'Looks odd.' });
  const corrected = await says(
    alice,
    { reason: 'malware', text: 'Sends keys.', version: '1.0.0' },
    START + 1,
  );
  const aboutReview = await says(alice, { reason: 'abuse', text: '' }, START + 2, bob);
  const byBob = await says(bob, { reason: 'other', text: '' }, START + 3);
  const elsewhere = await reportsThat(world.namespace, bob, { id: other }, { reason: 'spam', text: '' });

  expect(everyView([first, corrected, aboutReview, byBob, elsewhere])).toEqual([
    { reporter: bob.did, reason: 'other', text: '', time: START + 3, pending: false },
    { reporter: alice.did, reviewOf: bob.did, reason: 'abuse', text: '', time: START + 2, pending: false },
    {
      reporter: alice.did,
      reason: 'malware',
      text: 'Sends keys.',
      version: '1.0.0',
      time: START + 1,
      pending: false,
    },
  ]);
});

test('who takes a report back has none, until they make another', async () => {
  const said = await says(alice, { reason: 'spam', text: '' });
  const back = await says(alice, { withdrawn: true }, START + 1);
  const again = await says(alice, { reason: 'broken', text: '' }, START + 2);

  expect(everyView([said, back])).toEqual([]);
  expect(everyView([said, back, again])).toMatchObject([{ reason: 'broken' }]);
});

test.each([
  ['an unknown reason', { reason: 'taste', text: '' }],
  ['1001 characters', { reason: 'spam', text: 'x'.repeat(1001) }],
  ['both a reason and a withdrawal', { reason: 'spam', text: '', withdrawn: true }],
  ['a withdrawal that is none', { withdrawn: false }],
])('a body with %s is no report: the one before it stays', async (_what, body) => {
  const good = await says(alice, { reason: 'illegal', text: 'x'.repeat(1000) });
  const bad = await says(alice, body, START + 1);

  expect(everyView([good, bad])).toMatchObject([{ reason: 'illegal' }]);
});
