import { expect, test } from 'vitest';
import { standingHolds } from '../../scripts/soak/standing.ts';

test('standing is the same in random orders, with clocks years off, and whatever a withdrawn key dates back', async () => {
  const findings = await standingHolds(75);
  expect(findings.map(({ broken }) => broken)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(findings.every(({ runs }) => runs >= 15)).toBe(true);
});
