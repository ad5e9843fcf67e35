import { expect, test } from 'vitest';
import {
  brokenBy,
  brokenWithout,
  cyclesAmong,
  dependenciesOf,
  dependentsOf,
  depthsFrom,
  edgesOf,
  waysTo,
  type GraphNode,
} from '../../src/core/resolve/graph.ts';
import { permutations } from '../support/orders.ts';
import { needs, type TinyRegistry } from './tiny-registry.ts';

/** One release of each. */
function nodesOf(world: TinyRegistry): readonly GraphNode[] {
  return Object.entries(world).map(([release, text]) => {
    const [id = '', version = ''] = release.split(' ');
    return { id, version, dependencies: needs(text) };
  });
}

const DIAMOND = nodesOf({
  'app 1.0.0': 'left ^1.0.0, right ^1.0.0',
  'left 1.2.0': 'base ^1.0.0',
  'right 1.0.0': 'base >=1.1.0 <2.0.0',
  'base 1.5.0': '',
});

const text = (ways: readonly (readonly string[])[]) => ways.map((way) => way.join(' → '));

test('each thing that a node asks for is an edge with its range, also of what is not there', () => {
  expect(edgesOf(nodesOf({ 'b 1.0.0': '?c *, a ^1.0.0', 'a 1.0.0': 'a *' }))).toEqual([
    { from: 'b', to: 'a', range: '^1.0.0', optional: false },
    { from: 'b', to: 'c', range: '*', optional: true },
  ]);
});

test('the depth of a node is its distance from the nearest root', () => {
  const nodes = nodesOf({
    'app 1.0.0': 'a, c',
    'a 1.0.0': 'b',
    'b 1.0.0': 'c',
    'c 1.0.0': '',
    'x 1.0.0': '',
  });

  expect(Object.fromEntries(depthsFrom(['app'], nodes))).toEqual({ app: 0, a: 1, b: 2, c: 1 });
  expect(Object.fromEntries(depthsFrom(['c'], nodes, 'dependents'))).toEqual({ c: 0, a: 2, app: 1, b: 1 });
});

test('dependencies and dependents are those of those too, nearest first, and a node is neither of itself', () => {
  expect(dependenciesOf('app', DIAMOND)).toEqual(['left', 'right', 'base']);
  expect(dependentsOf('base', DIAMOND)).toEqual(['left', 'right', 'app']);
  const circle = nodesOf({ 'a 1.0.0': 'b', 'b 1.0.0': 'a' });
  expect(dependenciesOf('a', circle)).toEqual(['b']);
});

test('what is optional is no reason to be there', () => {
  const nodes = nodesOf({ 'a 1.0.0': '?b ^1.0.0', 'b 1.0.0': '' });

  expect(dependenciesOf('a', nodes)).toEqual([]);
  expect(waysTo('b', ['a'], nodes)).toEqual([]);
  expect(brokenWithout('b', nodes)).toEqual({ directly: [], indirectly: [] });
});

test('a node is there by the shortest ways from what was asked for, whatever the order of what is known', () => {
  const nodes = nodesOf({
    'app 1.0.0': 'left, right, far',
    'left 1.0.0': 'base',
    'right 1.0.0': 'base',
    'far 1.0.0': 'further',
    'further 1.0.0': 'base',
    'base 1.0.0': '',
  });

  for (const order of permutations(nodes))
    expect(text(waysTo('base', ['app'], order))).toEqual(['app → left → base', 'app → right → base']);
});

test('each that asked has a way of its own before a second one of another is told', () => {
  const nodes = nodesOf({
    'one 1.0.0': 'a, b, c',
    'a 1.0.0': 'base',
    'b 1.0.0': 'base',
    'c 1.0.0': 'base',
    'two 1.0.0': 'long',
    'long 1.0.0': 'longer',
    'longer 1.0.0': 'base',
    'base 1.0.0': '',
  });

  expect(text(waysTo('base', ['two', 'one', 'base'], nodes))).toEqual([
    'base',
    'one → a → base',
    'two → long → longer → base',
  ]);
});

test('of very many ways a few are found', () => {
  const layers = Array.from({ length: 40 }, (_, layer) => ['a', 'b'].map((name) => `${name}${layer}`));
  const nodes = layers.flatMap((layer, place) =>
    layer.map((id) => ({
      id,
      version: '1.0.0',
      dependencies: (layers[place + 1] ?? []).map((need) => ({ id: need, range: '*' })),
    })),
  );

  expect(waysTo('a39', ['a0'], nodes)).toHaveLength(3);
});

test('without a node those break that need it, and then those that need them', () => {
  expect(brokenWithout('base', DIAMOND)).toEqual({ directly: ['left', 'right'], indirectly: ['app'] });
  expect(brokenWithout('app', DIAMOND)).toEqual({ directly: [], indirectly: [] });
});

test('another version breaks those whose range does not admit it', () => {
  const breaks = (version: string) =>
    brokenBy('base', version, edgesOf(DIAMOND)).map(({ from, range }) => [from, range]);

  expect(breaks('1.6.0')).toEqual([]);
  expect(breaks('1.0.5')).toEqual([['right', '>=1.1.0 <2.0.0']]);
  expect(breaks('2.0.0')).toEqual([
    ['left', '^1.0.0'],
    ['right', '>=1.1.0 <2.0.0'],
  ]);
  // A pre-release is in no range that names none.
  expect(breaks('1.6.0-beta.1')).toHaveLength(2);
});

test('nodes that need each other are a cycle, and something optional closes none', () => {
  const nodes = nodesOf({
    'a 1.0.0': 'b',
    'b 1.0.0': 'c, ?d',
    'c 1.0.0': 'a',
    'd 1.0.0': 'b',
  });

  expect(text(cyclesAmong(nodes))).toEqual(['a → b → c → a']);
});
