import { beforeEach, expect, test } from 'vitest';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { createHiddenModules, type HiddenModules } from '../../src/app/engine/hidden-modules.ts';
import type { KnownModeration } from '../../src/app/known-moderation.ts';
import { parseModuleId, type ModuleId } from '../../src/core/ids.ts';
import { NOTHING_HIDDEN } from '../../src/core/view/moderation.ts';
import type { Tables } from '../../src/ports/tables.ts';

const [codec, parser] = ['io.example.codec', 'io.example.parser'].map(parseModuleId) as [ModuleId, ModuleId];

let tables: Tables;
let known: KnownModeration | undefined;
let hidden: HiddenModules;

beforeEach(async () => {
  tables = memoryTables();
  await tables.write([{ table: 'settings', put: { key: 'hidden-modules', value: [codec] } }]);
  known = undefined;
  hidden = createHiddenModules({ tables, announce: () => undefined }, () => known && Promise.resolve(known));
});

const lists = (isWhole: boolean, ids: readonly ModuleId[]): KnownModeration => ({
  moderation: NOTHING_HIDDEN,
  lists: [],
  isWhole,
  subjects: ids.map((id) => ({ id })),
  ownLines: [],
});
const now = async (): Promise<readonly ModuleId[]> => [...(await hidden.now())].sort();
const stored = async () => (await tables.get('settings', 'hidden-modules'))?.value;

test('before any list is known, what was hidden the day before is hidden', async () => {
  expect(await now()).toEqual([codec]);
});

test('while a list is not known, what was hidden stays so beside what the others hide', async () => {
  known = lists(false, [parser]);
  expect(await now()).toEqual([codec, parser]);
  expect(await now()).toEqual([codec, parser]);
  expect(await stored()).toEqual([codec, parser]);
});

test('once all lists are known, what they hide is hidden and stored, and nothing else', async () => {
  known = lists(false, []);
  await now();
  known = lists(true, [parser]);
  expect(await now()).toEqual([parser]);
  expect(await stored()).toEqual([parser]);
});

test('what a list was seen to drop is shown, whatever is known of the others', async () => {
  known = lists(false, [codec]);
  expect(await now()).toEqual([codec]);
  known = lists(false, []);
  expect(await now()).toEqual([]);
  expect(await stored()).toEqual([]);
});

test('an answer that a later one has overtaken takes nothing back', async () => {
  const first = Promise.withResolvers<KnownModeration>();
  const answers = [first.promise, Promise.resolve(lists(false, [codec])), Promise.resolve(lists(false, []))];
  hidden = createHiddenModules({ tables, announce: () => undefined }, () => answers.shift());

  const overtaken = now();
  expect(await now()).toEqual([codec]);
  expect(await now()).toEqual([]);
  first.resolve(lists(false, [codec]));

  expect(await overtaken).toEqual([]);
  expect(await stored()).toEqual([]);
});
