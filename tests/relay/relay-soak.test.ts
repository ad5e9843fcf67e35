import { expect, test } from 'vitest';
import { relaySoak } from '../../scripts/soak/relay.ts';

/** Too short for a trend, which the soak judges: here it is that the load is answered and the figures are there. */
test('under mixed load a relay answers everybody, and tells what it uses', async () => {
  const findings = await relaySoak({ minutes: 0.07, judges: false });
  for (const { what, runs, broken, measured } of findings) {
    expect(runs, what).toBeGreaterThan(0);
    expect([what, broken, broken === 0 ? '' : measured]).toEqual([what, 0, '']);
  }
}, 60_000);
