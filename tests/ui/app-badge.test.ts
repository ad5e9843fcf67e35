import { expect, test } from 'vitest';
import type { Installation } from '../../src/ports/module-page.ts';
import type { EngineApi } from '../../src/ports/engine.ts';
import { keepBadge } from '../../src/ui/app-badge.ts';

type Facts = Pick<Installation, 'newer' | 'hidden'>;

const OLD = { newer: '1.1.0', hidden: [] } as unknown as Facts;
const NEW = { newer: undefined, hidden: [] } as Facts;
const HIDDEN = { newer: '2.0.0', hidden: [{}] } as unknown as Facts;

test('the icon counts the updates that can be had, and is bare again without any', async () => {
  let installed: Facts[] = [OLD, NEW, OLD, HIDDEN];
  let changed = (): void => undefined;
  const shown: number[] = [];
  const marked: { wake: () => void } = { wake: () => undefined };
  const next = () => new Promise<void>((done) => (marked.wake = done));
  const set = async (count: number): Promise<void> => {
    shown.push(count);
    marked.wake();
  };
  const engine = { installed: async () => installed } as unknown as EngineApi;
  const changes = {
    subscribe(_: unknown, listener: () => void) {
      changed = listener;
      return () => (changed = () => undefined);
    },
  };
  const first = next();
  const stop = keepBadge({ engine, changes }, { setAppBadge: set, clearAppBadge: () => set(0) }, 0);
  await first;
  installed = [NEW, HIDDEN];
  const second = next();
  changed();
  await second;
  stop();

  expect(shown).toEqual([2, 0]);
});
