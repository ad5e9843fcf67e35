import { afterEach, expect, test } from 'vitest';
import type { PlanView } from '../../src/ports/set-api.ts';
import { askedChange } from '../../src/ui/pages/changes/asked-change.ts';
import { planChange } from '../../src/ui/pages/changes/use-change.ts';

afterEach(() => askedChange.end());

async function applied(plan: Pick<PlanView, 'lines' | 'isAsItWas'>): Promise<boolean> {
  let isApplied = false;
  await planChange({
    title: 'Install what gen-lock.json names?',
    plan: async () => ({ ...plan, download: 0 }),
    apply: async () => void (isApplied = true),
    nothing: 'Just that is installed.',
  });
  return isApplied;
}

test('a change after which the same is installed, but asked for in another way, is made', async () => {
  expect(await applied({ lines: [], isAsItWas: false })).toBe(true);
});

test('a change that changes nothing is not made', async () => {
  expect(await applied({ lines: [], isAsItWas: true })).toBe(false);
});
