import { beforeAll, expect, test } from 'vitest';
import type { Micros } from '../../src/core/ids.ts';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import { IMPORT_RULES_PATH } from '../../src/core/record/document.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { namespaceImportRules } from '../../src/core/view/namespace-import-rules.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { handsOn, revokes, says, type Holder } from '../support/holder.ts';
import { rules } from '../support/import-rules.ts';
import { START } from '../support/namespace.ts';
import { inEveryOrder } from '../support/orders.ts';
import { HOUR, now, standingWorld, type StandingWorld } from '../support/standing-world.ts';

let world: StandingWorld;
beforeAll(async () => {
  world = await standingWorld();
});

function level(records: readonly GenRecord[], others: readonly Holder[] = [], at: Micros = now) {
  const { rootHolder, naming, admin, otherAdmin, alice } = world;
  const holders = [rootHolder, naming, admin, otherAdmin, alice, ...others];
  const capabilities = holders.map(({ capability }) => capability);
  return inEveryOrder(
    records,
    (ordered) => namespaceImportRules(recordSet([...ordered, ...capabilities]), at)?.rules.level,
  );
}

test('the newest word of any admin, or of the root, is the namespace’s', async () => {
  const { admin, otherAdmin, rootHolder } = world;
  const said = [
    await rules(admin, 'anything', START + 1),
    await rules(otherAdmin, 'wasi', START + 3),
    await rules(rootHolder, 'glue', START + 2),
  ];
  expect(level(said)).toBe('wasi');
  expect(level([...said, await rules(rootHolder, 'nothing', START + 4)])).toBe('nothing');
});

test('taking it back leaves nothing, whatever was said before', async () => {
  const { admin, otherAdmin } = world;
  const said = [await rules(admin, 'wasi', START + 1), await rules(otherAdmin, undefined, START + 2)];
  expect(level(said)).toBeUndefined();
  expect(level([...said, await rules(admin, 'glue', START + 3)])).toBe('glue');
});

test('nobody else is heard, nor an admin who is one no more: the word before counts again', async () => {
  const { admin, otherAdmin, naming, alice, rootHolder } = world;
  const hidesOnly = await handsOn(rootHolder, 'hides-only', { path: ['moderation', 'modules'] });
  const said = [
    await rules(admin, 'wasi', START + 1),
    await rules(otherAdmin, 'nothing', START + 2),
    await rules(naming, 'anything', START + 3),
    await rules(alice, 'anything', START + 4),
  ];
  expect(level(said, [hidesOnly])).toBe('nothing');
  expect(level([...said, await revokes(rootHolder, otherAdmin)], [hidesOnly])).toBe('wasi');
});

test('what does not fit its shape, or is at another path, says nothing', async () => {
  const { admin } = world;
  const good = await rules(admin, 'wasi', START + 1);
  const bad = await says(admin, IMPORT_RULES_PATH, encodeCanonical({ level: 'all' }), START + 2);
  const below = await says(admin, [...IMPORT_RULES_PATH, 'x'], good.payload, START + 3);
  expect(level([good, bad, below])).toBe('wasi');
  expect(level([bad, below])).toBeUndefined();
});

test('what is ahead of the reader’s clock waits', async () => {
  const { admin } = world;
  const said = [await rules(admin, 'wasi', START + 1), await rules(admin, 'glue', now + HOUR)];
  expect(level(said)).toBe('wasi');
  expect(level(said, [], (now + HOUR) as Micros)).toBe('glue');
});
