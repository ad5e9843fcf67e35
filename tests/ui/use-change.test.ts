import { afterEach, expect, test, vi } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import type { ChangeLine, PlanView } from '../../src/ports/set-api.ts';
import { askedChange, type Change } from '../../src/ui/pages/changes/asked-change.ts';
import { planChange } from '../../src/ui/pages/changes/use-change.ts';
import { abilitySentence, agreeLabel, changeCounts } from '../../src/ui/text/changes.ts';
import { wayLabel, waysIn } from '../../src/ui/text/ways.ts';

const line = (id: string, kind: ChangeLine['kind'] = 'added') =>
  ({
    id,
    name: id,
    kind,
    size: 1,
    download: 1,
    abilities: [],
    neededBy: [],
  }) as unknown as PlanView['lines'][0];
const plan = (...lines: PlanView['lines']): PlanView => ({
  lines,
  download: lines.length,
  isAsItWas: false,
});

function change(planned: () => Promise<PlanView>, more: Partial<Change> = {}) {
  const apply = vi.fn<Change['apply']>(async () => undefined);
  return { apply, change: { title: 'Install?', plan: planned, apply, nothing: 'Nothing.', ...more } };
}

afterEach(() => askedChange.end());

test('a plan that is just what was pressed is carried out without a question', async () => {
  const asked = change(async () => plan(line('a')), { isPlain: ({ lines }) => lines.length === 1 });
  await planChange(asked.change);

  expect(asked.apply).toHaveBeenCalledExactlyOnceWith(undefined);
  expect(askedChange.now().phase).toBe('none');
});

test('a plan that does more is shown, and nothing is done yet', async () => {
  const asked = change(async () => plan(line('a'), line('b')), {
    isPlain: ({ lines }) => lines.length === 1,
  });
  await planChange(asked.change);

  expect(asked.apply).not.toHaveBeenCalled();
  expect(askedChange.now()).toMatchObject({ phase: 'planned', plan: { lines: [{ id: 'a' }, { id: 'b' }] } });
});

test('what it does to others is asked about however little it is', async () => {
  const question = { mark: 'm', losses: [] };
  const asked = change(async () => ({ ...plan(line('a')), question }), { isPlain: () => true });
  await planChange(asked.change);

  expect(asked.apply).not.toHaveBeenCalled();
  expect(askedChange.now().phase).toBe('planned');
});

test('a clash is explained, and without a network the change is queued as it is', async () => {
  const clash = new GenError('VersionConflict', 'no-solution', { because: ['No.'], ways: ['drop io.a.b'] });
  const clashing = change(() => Promise.reject(clash));
  await planChange(clashing.change);
  expect(askedChange.now()).toMatchObject({ phase: 'clash', error: { reason: 'no-solution' } });
  expect(clashing.apply).not.toHaveBeenCalled();
  askedChange.end();

  const offline = change(() => Promise.reject(new GenError('Network', 'unreachable')));
  await planChange(offline.change);
  expect(offline.apply).toHaveBeenCalledOnce();
});

test('a plan that nobody waits for any more is not shown, and not carried out', async () => {
  const late = Promise.withResolvers<PlanView>();
  const asked = change(() => late.promise, { isPlain: () => true });
  const planning = planChange(asked.change);
  expect(askedChange.now().phase).toBe('planning');
  askedChange.end();
  late.resolve(plan(line('a')));
  await planning;

  expect(asked.apply).not.toHaveBeenCalled();
  expect(askedChange.now().phase).toBe('none');
});

test('a second press while a plan is made changes nothing', async () => {
  const late = Promise.withResolvers<PlanView>();
  const first = change(() => late.promise);
  const planning = planChange(first.change);
  const second = change(async () => plan(line('b')));
  await planChange(second.change);
  late.resolve(plan(line('a')));
  await planning;

  expect(askedChange.now()).toMatchObject({ phase: 'planned', plan: { lines: [{ id: 'a' }] } });
});

test('a change is counted and named by what it does', () => {
  expect(
    changeCounts([line('a'), line('b', 'breaking'), line('c', 'compatible'), line('d', 'removed')]),
  ).toBe('1 new, 2 updated, 1 removed');
  expect(agreeLabel(plan(line('a')))).toBe('Install 1 module');
  expect(agreeLabel(plan(line('a'), line('b', 'older')))).toBe('Change 2 modules');
});

test('what a release may do is said, and so is that it is not known', () => {
  const ability = (id: string, words: string) => ({ id, words, imports: [], count: 1 });
  const clock = ability('clock', 'reads the clock');

  expect(abilitySentence({ kind: 'added', abilities: [clock] })).toBe('May: reads the clock.');
  expect(
    abilitySentence({ kind: 'added', abilities: [ability('nothing', 'asks for nothing')] }),
  ).toBeUndefined();
  expect(abilitySentence({ kind: 'added', abilities: Array.from({ length: 6 }, () => clock) })).toContain(
    '2 more',
  );
  expect(abilitySentence({ kind: 'older' })).toBe('What it asks for cannot be read just now.');
  expect(abilitySentence({ kind: 'removed' })).toBeUndefined();
});

test('ways out are read back from an error, and what is none is left out', () => {
  const data = { ways: ['allow io.a.b 1.2.0', 'drop io.a.c', 'prereleases', 'dance'] };
  expect(waysIn({ data }).map(wayLabel)).toEqual([
    'Take io.a.b 1.2.0',
    'Do without io.a.c',
    'Allow pre-releases',
  ]);
  expect(waysIn({ data: {} })).toEqual([]);
});

test('a change after which the same is installed, but asked for in another way, is made', async () => {
  const asked = change(async () => plan());
  await planChange(asked.change);

  expect(asked.apply).toHaveBeenCalledOnce();
});

test('a change that changes nothing is not made', async () => {
  const asked = change(async () => ({ ...plan(), isAsItWas: true }));
  await planChange(asked.change);

  expect(asked.apply).not.toHaveBeenCalled();
});
