import { expect, test } from 'vitest';
import { resolution, type ResolutionOptions } from '../../src/core/resolve/resolution.ts';
import type { WayOut } from '../../src/core/resolve/ways-out.ts';
import { needs, tinyRegistry, type TinyRegistry } from './tiny-registry.ts';

function wayText(way: WayOut): string {
  if (way.kind === 'prereleases') return 'prereleases';
  return way.kind === 'allow' ? `allow ${way.id} ${way.version}` : `drop ${way.id}`;
}

test.each<[string, TinyRegistry, string, readonly string[], readonly string[], ResolutionOptions?]>([
  [
    'only pre-releases are there',
    { 'a 1.0.0-beta.1': '' },
    'a',
    ['You ask for a * (no release of it fits).'],
    ['prereleases'],
  ],
  [
    'a module that needs another release of itself',
    { 'a 1.0.0': 'a ^2.0.0', 'a 2.0.0': 'a ^1.0.0' },
    'a',
    [
      'Because a 1.0.0 needs a ^2.0.0 and a 2.0.0 needs a ^1.0.0, no release of a can be chosen.',
      'And because you ask for a, what you ask for cannot be had.',
    ],
    [],
  ],
  ['the module is not in the registry', {}, 'a', ['You ask for a (not in this registry).'], []],
  [
    'no release fits',
    { 'a 1.0.0': '' },
    'a ^2.0.0',
    ['You ask for a ^2.0.0 (no release of it fits).'],
    ['allow a 1.0.0'],
  ],
  [
    'it is asked for twice and cannot be both',
    { 'a 1.0.0': '', 'a 2.0.0': '' },
    'a ^1.0.0, a ^2.0.0',
    ['Because you ask for a ^1.0.0 and you ask for a ^2.0.0, what you ask for cannot be had.'],
    ['allow a 2.0.0', 'allow a 1.0.0', 'drop a', 'drop a'],
  ],
  [
    'what it needs is not in the registry',
    { 'a 1.0.0': 'gone ^1.0.0' },
    'a',
    [
      'Because every release of a needs gone (not in this registry) and you ask for a, what you ask for cannot be had.',
    ],
    [],
  ],
  [
    'what it needs has no such release',
    { 'a 1.0.0': 'b ^2.0.0', 'b 1.0.0': '' },
    'a',
    [
      'Because every release of a needs b ^2.0.0 (no release of it fits) and you ask for a, what you ask for cannot be had.',
    ],
    [],
  ],
  [
    'every release needs something else that is missing',
    { 'a 1.0.0': 'x', 'a 2.0.0': 'y' },
    'a',
    [
      'Because a 1.0.0 needs x (not in this registry) and a 2.0.0 needs y (not in this registry), no release of a can be chosen.',
      'And because you ask for a, what you ask for cannot be had.',
    ],
    [],
  ],
  [
    'two that are asked for need different releases of a third',
    { 'a 1.0.0': 'c ^1.0.0', 'b 1.0.0': 'c ^2.0.0', 'c 1.0.0': '', 'c 2.0.0': '' },
    'a, b',
    [
      'Because every release of b needs c ^2.0.0 and every release of a needs c ^1.0.0, every release of b and every release of a cannot stand beside each other.',
      'And because you ask for a and you ask for b, what you ask for cannot be had.',
    ],
    ['drop a', 'drop b'],
  ],
  [
    'two that are asked for exclude each other',
    { 'a 1.0.0': '!b', 'b 1.0.0': '' },
    'a, b',
    [
      'Because every release of a cannot stand beside b and you ask for a, no release of b can be chosen.',
      'And because you ask for b, what you ask for cannot be had.',
    ],
    ['drop a', 'drop b'],
  ],
  [
    'a clash deep below',
    {
      'a 1.0.0': 'b',
      'b 1.0.0': 'c ^1.0.0',
      'd 1.0.0': 'e',
      'e 1.0.0': 'c ^2.0.0',
      'c 1.0.0': '',
      'c 2.0.0': '',
    },
    'a, d',
    [
      'Because every release of d needs e and every release of e needs c ^2.0.0, every release of d needs c 2.0.0.',
      'And because every release of b needs c ^1.0.0 and every release of a needs b, every release of d and every release of a cannot stand beside each other.',
      'And because you ask for a and you ask for d, what you ask for cannot be had.',
    ],
    ['drop a', 'drop d'],
  ],
  [
    'a clash that an older release would have avoided, were it allowed',
    { 'a 1.0.0': '', 'a 2.0.0': 'c ^2.0.0', 'b 1.0.0': 'c ^1.0.0', 'c 1.0.0': '', 'c 2.0.0': '' },
    'a ^2.0.0, b',
    [
      'Because every release of b needs c ^1.0.0 and a 2.0.0 needs c ^2.0.0, every release of b and a 2.0.0 cannot stand beside each other.',
      'And because you ask for a ^2.0.0 and you ask for b, what you ask for cannot be had.',
    ],
    ['allow a 1.0.0', 'drop a', 'drop b'],
  ],
  [
    'what has nothing to do with the clash is not named',
    {
      'x 1.0.0': 'y',
      'y 1.0.0': '',
      'a 1.0.0': 'c ^1.0.0',
      'b 1.0.0': 'c ^2.0.0',
      'c 1.0.0': '',
      'c 2.0.0': '',
    },
    'x, a, b',
    [
      'Because every release of b needs c ^2.0.0 and every release of a needs c ^1.0.0, every release of b and every release of a cannot stand beside each other.',
      'And because you ask for a and you ask for b, what you ask for cannot be had.',
    ],
    ['drop a', 'drop b'],
  ],
  [
    'a branching clash',
    {
      'a 1.0.0': 'b ^1.0.0, c ^1.0.0',
      'b 1.0.0': 'd ^1.0.0',
      'c 1.0.0': 'd ^2.0.0',
      'a 1.1.0': 'e ^1.0.0, f ^1.0.0',
      'e 1.0.0': 'g ^1.0.0',
      'f 1.0.0': 'g ^2.0.0',
      'd 1.0.0': '',
      'd 2.0.0': '',
      'g 1.0.0': '',
      'g 2.0.0': '',
    },
    'a ^1.0.0',
    [
      'Because every release of b needs d ^1.0.0 and every release of c needs d ^2.0.0, every release of b and every release of c cannot stand beside each other.',
      'And because a 1.0.0 needs b ^1.0.0 and a 1.0.0 needs c ^1.0.0, a 1.0.0 cannot be chosen (1).',
      'Because every release of f needs g ^2.0.0 and every release of e needs g ^1.0.0, every release of f and every release of e cannot stand beside each other.',
      'And because a 1.1.0 needs e ^1.0.0 and a 1.1.0 needs f ^1.0.0, a 1.1.0 cannot be chosen.',
      'And because a 1.0.0 cannot be chosen (1), no release of a can be chosen.',
      'And because you ask for a ^1.0.0, what you ask for cannot be had.',
    ],
    [],
  ],
  [
    'a linear clash',
    { 'a 1.0.0': 'b ^2.0.0', 'b 2.0.0': 'c ^3.0.0', 'c 3.0.0': '', 'c 1.0.0': '' },
    'a, c ^1.0.0',
    [
      'Because every release of b needs c ^3.0.0 and every release of a needs b ^2.0.0, every release of a needs c 3.0.0.',
      'And because you ask for a and you ask for c ^1.0.0, what you ask for cannot be had.',
    ],
    ['allow c 3.0.0', 'drop a', 'drop c'],
  ],
  [
    'an optional need and what is asked for',
    { 'a 1.0.0': '?b ^1.0.0', 'b 2.0.0': '' },
    'a, b',
    [
      'Because every release of a works with b only in ^1.0.0 and you ask for a, no release of b can be chosen.',
      'And because you ask for b, what you ask for cannot be had.',
    ],
    ['drop a', 'drop b'],
  ],
  [
    'pre-releases would help',
    { 'a 1.0.0': 'b', 'b 1.0.0-rc.1': '' },
    'a',
    [
      'Because every release of a needs b * (no release of it fits) and you ask for a, what you ask for cannot be had.',
    ],
    ['prereleases'],
  ],
  [
    'an older major version would help',
    { 'a 1.0.0': 'c ^1.0.0', 'b 1.0.0': 'c ^1.0.0', 'b 2.0.0': 'c ^2.0.0', 'c 1.0.0': '', 'c 2.0.0': '' },
    'a, b ^2.0.0',
    [
      'Because b 2.0.0 needs c ^2.0.0 and every release of a needs c ^1.0.0, b 2.0.0 and every release of a cannot stand beside each other.',
      'And because you ask for a and you ask for b ^2.0.0, what you ask for cannot be had.',
    ],
    ['allow b 1.0.0', 'drop a', 'drop b'],
  ],
])('%s', async (_, registry, asked, because, ways, options = {}) => {
  const { provider } = tinyRegistry(registry);
  const found = await resolution(needs(asked), provider, options);
  if (found.kind !== 'unsatisfiable') throw new Error('it was found');
  expect([found.because, found.ways.map(wayText)]).toEqual([because, ways]);
});
