import { expect, test } from 'vitest';
import { placedOf, verdictOf, type Placed } from '../../scripts/bench/resolve/placed.ts';
import type { Need } from '../../src/core/resolve/versions.ts';

const need = (id: string, range: string): Need => ({ id, range });
const release = (version: string, dependencies: readonly Need[] = [], conflicts: readonly Need[] = []) => ({
  version,
  dependencies,
  conflicts,
});
const releases = new Map([
  ['player', [release('1.0.0', [need('codec', '^1.0.0')])]],
  ['viewer', [release('1.0.0', [need('codec', '^2.0.0'), need('player', '*')])]],
  ['lonely', [release('1.0.0', [], [need('codec', '>=2.0.0')])]],
  ['codec', [release('1.0.0'), release('2.0.0')]],
]);
const placed = (id: string, version: string, finds: Placed['finds'] = {}): Placed => ({ id, version, finds });

test.each<[string, string, readonly Placed[], string]>([
  ['one version each, all fits', 'player', placedOf({ player: '1.0.0', codec: '1.0.0' }), 'sound'],
  ['a need finds another version', 'player', placedOf({ player: '1.0.0', codec: '2.0.0' }), 'unfit'],
  ['a need finds nothing', 'player', placedOf({ player: '1.0.0' }), 'unfit'],
  ['what was asked for is not there', 'player', placedOf({ codec: '1.0.0' }), 'unfit'],
  ['a release that nobody published', 'codec', placedOf({ codec: '3.0.0' }), 'unfit'],
  ['a conflict that was declared', 'lonely', placedOf({ lonely: '1.0.0', codec: '2.0.0' }), 'unfit'],
  [
    'each finds a version of its own',
    'viewer',
    [
      placed('viewer', '1.0.0', { codec: '2.0.0', player: '1.0.0' }),
      placed('player', '1.0.0', { codec: '1.0.0' }),
      placed('codec', '1.0.0'),
      placed('codec', '2.0.0'),
    ],
    'several',
  ],
])('%s', (_, root, answer, verdict) => {
  expect(verdictOf(releases, root, answer)).toBe(verdict);
});
