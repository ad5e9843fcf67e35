import { expect, test } from 'vitest';
import { resolution } from '../../src/core/resolve/resolution.ts';
import type { ResolutionOptions } from '../../src/core/resolve/solution.ts';
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
    ['You ask for a, of which there are only pre-releases.'],
    ['prereleases'],
  ],
  [
    'a module that needs another release of itself',
    { 'a 1.0.0': 'a ^2.0.0', 'a 2.0.0': 'a ^1.0.0' },
    'a',
    [
      'You ask for a, which needs another release of itself.',
      'That leaves no release of a, so what you ask for cannot be had.',
    ],
    [],
  ],
  ['the module is not in the registry', {}, 'a', ['You ask for a, which is not in this registry.'], []],
  [
    'no release fits',
    { 'a 1.0.0': '' },
    'a ^2.0.0',
    ['You ask for a ^2.0.0, but of a there is only 1.0.0.'],
    ['allow a 1.0.0'],
  ],
  [
    'it is asked for twice and cannot be both',
    { 'a 1.0.0': '', 'a 2.0.0': '' },
    'a ^1.0.0, a ^2.0.0',
    ['You ask for a ^1.0.0 and a ^2.0.0.', 'No release of a fits both, so what you ask for cannot be had.'],
    ['allow a 2.0.0', 'allow a 1.0.0', 'drop a', 'drop a'],
  ],
  [
    'what it needs is not in the registry',
    { 'a 1.0.0': 'gone ^1.0.0' },
    'a',
    ['You ask for a, which needs gone, which is not in this registry.'],
    [],
  ],
  [
    'what it needs has no such release',
    { 'a 1.0.0': 'b ^2.0.0', 'b 1.0.0': '' },
    'a',
    ['You ask for a, which needs b ^2.0.0, but of b there is only 1.0.0.'],
    [],
  ],
  [
    'every release needs something else that is missing',
    { 'a 1.0.0': 'x', 'a 2.0.0': 'y' },
    'a',
    [
      'You ask for a.',
      'a 1.0.0 needs x, which is not in this registry; that leaves a 2.0.0.',
      'a 2.0.0 needs y, which is not in this registry.',
    ],
    [],
  ],
  [
    'two that are asked for need different releases of a third',
    { 'a 1.0.0': 'c ^1.0.0', 'b 1.0.0': 'c ^2.0.0', 'c 1.0.0': '', 'c 2.0.0': '' },
    'a, b',
    [
      'You ask for a, which needs c ^1.0.0.',
      'You ask for b, which needs c ^2.0.0.',
      'No release of c fits both a and b, so what you ask for cannot be had.',
    ],
    ['drop a', 'drop b'],
  ],
  [
    'two that are asked for exclude each other',
    { 'a 1.0.0': '!b', 'b 1.0.0': '' },
    'a, b',
    [
      'You ask for a, which cannot stand beside b.',
      'You ask for b.',
      'That leaves no release of b, so what you ask for cannot be had.',
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
      'You ask for a, which needs b, which needs c ^1.0.0.',
      'You ask for d, which needs e, which needs c ^2.0.0.',
      'No release of c fits both b and e, so what you ask for cannot be had.',
    ],
    ['drop a', 'drop d'],
  ],
  [
    'a clash that an older release would have avoided, were it allowed',
    { 'a 1.0.0': '', 'a 2.0.0': 'c ^2.0.0', 'b 1.0.0': 'c ^1.0.0', 'c 1.0.0': '', 'c 2.0.0': '' },
    'a ^2.0.0, b',
    [
      'You ask for a ^2.0.0, which needs c ^2.0.0.',
      'You ask for b, which needs c ^1.0.0.',
      'No release of c fits both a and b, so what you ask for cannot be had.',
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
      'You ask for a, which needs c ^1.0.0.',
      'You ask for b, which needs c ^2.0.0.',
      'No release of c fits both a and b, so what you ask for cannot be had.',
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
      'You ask for a, which needs b ^2.0.0, which needs c ^3.0.0.',
      'You ask for c ^1.0.0.',
      'No release of c fits both what you ask for and b, so what you ask for cannot be had.',
    ],
    ['allow c 3.0.0', 'drop a', 'drop c'],
  ],
  [
    'an optional need and what is asked for',
    { 'a 1.0.0': '?b ^1.0.0', 'b 2.0.0': '' },
    'a, b',
    [
      'You ask for a, which works only with b ^1.0.0.',
      'You ask for b.',
      'No release of b fits both what you ask for and a, so what you ask for cannot be had.',
    ],
    ['drop a', 'drop b'],
  ],
  [
    'pre-releases would help',
    { 'a 1.0.0': 'b', 'b 1.0.0-rc.1': '' },
    'a',
    ['You ask for a, which needs b, of which there are only pre-releases.'],
    ['prereleases'],
  ],
  [
    'an older major version would help',
    { 'a 1.0.0': 'c ^1.0.0', 'b 1.0.0': 'c ^1.0.0', 'b 2.0.0': 'c ^2.0.0', 'c 1.0.0': '', 'c 2.0.0': '' },
    'a, b ^2.0.0',
    [
      'You ask for a, which needs c ^1.0.0.',
      'You ask for b ^2.0.0, which needs c ^2.0.0.',
      'No release of c fits both a and b, so what you ask for cannot be had.',
    ],
    ['allow b 1.0.0', 'drop a', 'drop b'],
  ],
  [
    'releases that need other ones of the same module are spoken of together',
    {
      'a 1.0.0': 'b 1.0.0',
      'a 1.1.0': 'b 1.1.0',
      'a 1.2.0': 'b 1.2.0',
      'b 1.0.0': '',
      'b 1.1.0': '',
      'b 1.2.0': '',
      'b 2.0.0': '',
    },
    'a, b ^2.0.0',
    [
      'You ask for a, which needs b 1.2.0 or older.',
      'You ask for b ^2.0.0.',
      'No release of b fits both what you ask for and a, so what you ask for cannot be had.',
    ],
    ['allow b 1.2.0', 'drop a', 'drop b'],
  ],
  [
    'of what nobody can find it is said what there is',
    {
      'a 1.0.0': 'b 1.0.0',
      'a 1.1.0': 'b 1.1.0',
      'b 2.0.0': '',
      'b 2.1.0': '',
      'b 2.2.0': '',
      'b 2.3.0': '',
      'b 3.0.0-rc.1': '',
    },
    'a',
    [
      'You ask for a, which needs other releases of b than are there: there are only 2.0.0 to 2.3.0 and pre-releases.',
    ],
    [],
  ],
  [
    'a release that cannot be had leaves another, which needs something else',
    { 'a 1.0.0': 'c', 'a 2.0.0': 'b ^1.0.0', 'b 1.0.0': '', 'b 2.0.0': '', 'c 1.0.0-beta.1': '' },
    'a, b ^2.0.0',
    [
      'You ask for a and b ^2.0.0.',
      'a 2.0.0 needs b ^1.0.0, which leaves a 1.0.0.',
      'a 1.0.0 needs c, of which there are only pre-releases.',
    ],
    ['prereleases', 'allow b 1.0.0', 'drop a', 'drop b'],
  ],
  [
    'three that fit in pairs and not together',
    {
      'a 1.0.0': 'd <3.0.0',
      'b 1.0.0': 'd >=2.0.0',
      'c 1.0.0': 'd 1.0.0 || 3.0.0',
      'd 1.0.0': '',
      'd 2.0.0': '',
      'd 3.0.0': '',
    },
    'a, b, c',
    [
      'You ask for a, which needs d <3.0.0.',
      'You ask for b, which needs d >=2.0.0, which leaves d 2.0.0.',
      'You ask for c, which needs d 1.0.0 || 3.0.0.',
      'No release of d fits all of these, so what you ask for cannot be had.',
    ],
    ['drop a', 'drop b', 'drop c'],
  ],
  [
    'a way that is long is told in several sentences',
    {
      'first-module 1.0.0': 'second-module ^1.0.0',
      'second-module 1.0.0': 'third-module ^1.0.0',
      'third-module 1.0.0': 'fourth-module ^1.0.0',
      'fourth-module 1.0.0': 'fifth-module ^1.0.0',
      'fifth-module 1.0.0': 'gone',
    },
    'first-module',
    [
      'You ask for first-module, which needs second-module ^1.0.0, which needs third-module ^1.0.0, which needs fourth-module ^1.0.0.',
      'fourth-module needs fifth-module ^1.0.0, which needs gone, which is not in this registry.',
    ],
    [],
  ],
  [
    'a conflict that a module declares far below',
    { 'a 1.0.0': 'b, d', 'b 1.0.0': 'c', 'c 1.0.0': '!d >=2.0.0', 'd 2.0.0': '', 'd 2.1.0': '' },
    'a',
    [
      'You ask for a, which needs b, which needs c, which cannot stand beside d >=2.0.0.',
      'a needs d.',
      'That leaves no release of d, so what you ask for cannot be had.',
    ],
    [],
  ],
  [
    'every release fails for a reason of its own',
    {
      'fibres 0.3.0': 'domains',
      'fibres 1.0.0': 'language ^5.0.0',
      'domains 1.0.0': 'language ^5.0.0',
      'language 4.0.0': '',
      'language 5.0.0': '',
    },
    'fibres, language <5.0.0',
    [
      'You ask for fibres and language <5.0.0.',
      'fibres 1.0.0 needs language ^5.0.0, which leaves fibres 0.3.0.',
      'fibres 0.3.0 needs domains, which needs language ^5.0.0.',
      'No release of language fits both what you ask for and domains, so what you ask for cannot be had.',
    ],
    ['allow language 5.0.0', 'drop fibres', 'drop language'],
  ],
  [
    'a module that needs what it brings along cannot stand beside',
    { 'gel 1.0.0': 'base, jane', 'jane 1.0.0': 'plain', 'plain 1.0.0': '!base', 'base 1.0.0': '' },
    'gel',
    [
      'You ask for gel, which needs base.',
      'gel needs jane, which needs plain, which cannot stand beside base.',
      'That leaves no release of base, so what you ask for cannot be had.',
    ],
    [],
  ],
  [
    'wishes that stand together are one sentence, and what one of them needs begins another',
    { 'lwt 1.0.0': 'dune', 'dune 1.0.0': '!jbuilder', 'jbuilder 1.0.0': '' },
    'jbuilder, lwt',
    [
      'You ask for jbuilder and lwt.',
      'lwt needs dune, which cannot stand beside jbuilder.',
      'That leaves no release of jbuilder, so what you ask for cannot be had.',
    ],
    ['drop jbuilder', 'drop lwt'],
  ],
  [
    'what nobody needs is not ruled out where the story comes without',
    {
      'a 1.0.0': 'c ^2.0.0, b ^1.0.0',
      'b 1.0.0': 'a <3.0.0, c ^1.0.0',
      'b 2.0.0': 'c >=2.0.0',
      'c 1.0.0': '',
    },
    'b',
    [
      'You ask for b.',
      'b 2.0.0 needs c >=2.0.0, but of c there is only 1.0.0; that leaves b 1.0.0.',
      'b 1.0.0 needs a <3.0.0, which needs c ^2.0.0, but of c there is only 1.0.0.',
    ],
    [],
  ],
  [
    'a need that the story comes without is left out',
    {
      'a 1.0.0': 'c ^2.0.0, d >=2.0.0',
      'a 2.0.0': 'c ^1.0.0, d >=2.0.0',
      'b 1.0.0': 'd >=2.0.0',
      'c 1.0.0': 'b <3.0.0, d <3.0.0',
      'c 2.0.0': 'a ^1.0.0, d ^1.0.0',
      'd 1.0.0': '',
      'd 2.0.0': 'b >=2.0.0, c ^1.0.0',
    },
    'b <3.0.0, d <3.0.0, c <3.0.0, a <3.0.0',
    [
      'You ask for c <3.0.0.',
      'd 2.0.0 needs b >=2.0.0, but of b there is only 1.0.0; that leaves d 1.0.0.',
      'b needs d >=2.0.0, which leaves no release of b.',
      'c 1.0.0 needs b <3.0.0, which leaves c 2.0.0.',
      'c 2.0.0 needs a ^1.0.0, which needs d >=2.0.0.',
      'That leaves no release of d, so what you ask for cannot be had.',
    ],
    [],
  ],
  [
    'releases that would be ruled out twice are ruled out once',
    {
      'a 1.0.0': 'd ^2.0.0',
      'b 1.0.0': 'd >=2.0.0',
      'b 2.0.0': 'c ^1.0.0',
      'b 3.0.0': 'd ^1.0.0',
      'c 1.0.0': 'a <3.0.0',
      'd 1.0.0': 'a ^1.0.0',
    },
    'b >=1.0.0',
    [
      'You ask for b >=1.0.0.',
      'a needs d ^2.0.0, but of d there is only 1.0.0; that leaves no release of a.',
      'c needs a <3.0.0, which leaves no release of c.',
      'b 2.0.0 needs c ^1.0.0, which leaves b 1.0.0, or 3.0.0.',
      'b 1.0.0, or 3.0.0 needs d, which needs a ^1.0.0.',
      'That leaves no release of a, so what you ask for cannot be had.',
    ],
    [],
  ],
])('%s', async (_, registry, asked, because, ways, options = {}) => {
  const { provider } = tinyRegistry(registry);
  const found = await resolution(needs(asked), provider, options);
  if (found.kind !== 'unsatisfiable') throw new Error('it was found');
  expect([found.because, found.ways.map(wayText)]).toEqual([because, ways]);
});
