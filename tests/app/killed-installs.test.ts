import { expect, test } from 'vitest';
import { killedInstalls } from '../../scripts/soak/install/killed-installs.ts';

test('a process that ends at any call of a port leaves whole sets and no lost job, and the next one goes on', async () => {
  const findings = await killedInstalls({ seeds: 25, story: 'short', graphs: 2, largest: 160 * 1024 });
  for (const { what, runs, broken, measured } of findings) {
    expect(runs, what).toBeGreaterThan(20);
    expect([what, broken, broken === 0 ? '' : measured]).toEqual([what, 0, '']);
  }
}, 120_000);
