import { expect, test } from 'vitest';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { ratingsView } from '../../src/core/view/fold-ratings.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { rates, signerNamed, START, testNamespace } from '../support/namespace.ts';
import { permutations } from '../support/orders.ts';

const codec = parseModuleId('io.example.codec');
const now = parseMicros(START + 60_000_000);

test('one rating per person counts, the newest, in every order', async () => {
  const { namespace } = await testNamespace();
  const [alice, bob] = [await signerNamed('alice'), await signerNamed('bob')];
  const old = await rates(namespace, alice, codec, 1, START);
  const edited = await rates(namespace, alice, codec, 5, START + 1);
  const other = await rates(namespace, bob, codec, 2, START + 2);
  for (const facts of permutations([old, edited, other])) {
    const view = ratingsView(recordSet(facts), codec, now);
    expect(view).toMatchObject({ average: 3.5, count: 2, histogram: [0, 1, 0, 0, 1] });
    expect(view.ratings.map(({ rater }) => rater)).toEqual([bob.did, alice.did]);
  }
});

test('no rating is an average of nothing, not a division by it', () => {
  expect(ratingsView(recordSet([]), codec, now)).toEqual({
    average: 0,
    count: 0,
    histogram: [0, 0, 0, 0, 0],
    ratings: [],
  });
});
