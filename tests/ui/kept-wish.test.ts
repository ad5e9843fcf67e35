import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import type { EngineApi } from '../../src/ports/engine.ts';
import type { PlanView } from '../../src/ports/set-api.ts';
import { askedChange } from '../../src/ui/pages/changes/asked-change.ts';
import { installChange } from '../../src/ui/pages/changes/install-change.ts';
import { takeWish } from '../../src/ui/pages/changes/kept-wish.ts';
import { resumeChange } from '../../src/ui/pages/changes/resume-change.ts';
import { updateChange } from '../../src/ui/pages/changes/update-change.ts';
import { planChange } from '../../src/ui/pages/changes/use-change.ts';

const codec = parseModuleId('io.example.codec');
const PLAIN = { lines: [{ id: codec }], isAsItWas: false } as unknown as PlanView;

/** Its entries are its properties, as a browser's are. */
function storage(entries: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, text: string) => void (kept[key] = text),
    removeItem: (key: string) => void delete kept[key],
  };
  const kept: Record<string, string> = Object.assign(Object.create(methods), entries);
  return kept;
}

/** What the browser has of a page that ends now. */
function leftBehind(): Record<string, string> {
  return { ...(globalThis.localStorage as unknown as Record<string, string>) };
}

function engineWith(plan: () => Promise<PlanView>) {
  const install = vi.fn<EngineApi['install']>(async () => 'job');
  const changeSet = vi.fn<EngineApi['changeSet']>(async () => 'job');
  return { plan, planSet: plan, install, changeSet };
}

function presses(engine: ReturnType<typeof engineWith>): Promise<void> {
  const apply = (wish: object) => engine.install(codec, wish);
  return planChange(installChange({ engine, id: codec, name: 'Codec', apply }, { prereleases: true }));
}

beforeEach(() => vi.stubGlobal('localStorage', storage()));
afterEach(() => {
  askedChange.end();
  vi.unstubAllGlobals();
});

test('what was pressed in a page that went before the plan was there is gone on with in the next', async () => {
  const late = Promise.withResolvers<PlanView>();
  void presses(engineWith(() => late.promise));
  const left = leftBehind();
  expect(Object.keys(left)).toHaveLength(1);
  askedChange.end();

  vi.stubGlobal('localStorage', storage(left));
  const engine = engineWith(async () => PLAIN);
  await resumeChange(engine);

  expect(engine.install).toHaveBeenCalledExactlyOnceWith(codec, { prereleases: true });
  expect(leftBehind()).toEqual({});
});

test('an update is gone on with as well, and not asked about where it is of one module', async () => {
  const late = Promise.withResolvers<PlanView>();
  const gone = engineWith(() => late.promise);
  void planChange(updateChange({ engine: gone, ids: [codec], title: 'Update?', nothing: 'Nothing.' }));
  const left = leftBehind();
  askedChange.end();

  vi.stubGlobal('localStorage', storage(left));
  const engine = engineWith(async () => PLAIN);
  await resumeChange(engine);

  expect(engine.changeSet).toHaveBeenCalledExactlyOnceWith({ kind: 'update', ids: [codec] }, undefined);
});

test('nothing is kept of what was queued, or is no longer wanted', async () => {
  await presses(engineWith(async () => PLAIN));
  expect(leftBehind()).toEqual({});

  void presses(engineWith(() => Promise.withResolvers<PlanView>().promise));
  askedChange.end();
  expect(leftBehind()).toEqual({});
});

test('it is kept until the job is durable', async () => {
  const job = Promise.withResolvers<string>();
  const engine = engineWith(async () => PLAIN);
  engine.install.mockReturnValue(job.promise);
  const pressed = presses(engine);
  await vi.waitFor(() => expect(engine.install).toHaveBeenCalled());
  expect(Object.keys(leftBehind())).toHaveLength(1);
  job.resolve('job');
  await pressed;
  expect(leftBehind()).toEqual({});
});

test('what another page is at is left to it', async () => {
  const late = Promise.withResolvers<PlanView>();
  const there = presses(engineWith(() => late.promise));
  const taken = takeWish();
  late.resolve(PLAIN);
  await there;

  expect(await taken).toBeUndefined();
});
