import { expect, test } from 'vitest';
import { hostile } from '../../scripts/soak/hostile.ts';

/** Of the soak's attacks those that no test beside this one plays. Its bounds of time are for a quiet machine. */
test('the relay outlives fuzzed frames, endless work, orphans and flipped bits, and stores nothing of it', async () => {
  const findings = await hostile({
    share: 0.01,
    publishes: 10,
    judgesFigures: false,
    only: ['endless-work', 'flipped-records', 'orphans', 'fuzz'],
  });
  for (const { what, runs, broken, measured } of findings) {
    expect(runs, what).toBeGreaterThan(0);
    expect([what, broken, broken === 0 ? '' : measured]).toEqual([what, 0, '']);
  }
}, 180_000);
