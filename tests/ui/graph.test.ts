import { expect, test } from 'vitest';
import type { ModuleId, Version } from '../../src/core/ids.ts';
import { edgesOf, cyclesAmong, depthsFrom } from '../../src/core/resolve/graph.ts';
import type { GraphModule, ModuleGraph } from '../../src/ports/graph.ts';
import {
  BOX,
  boxAt,
  drawnLines,
  layoutQuestion,
  linePath,
  nextBox,
  regionOf,
  touches,
} from '../../src/ui/pages/module/graph/drawn-graph.ts';
import { branches, type Branch } from '../../src/ui/pages/module/graph/outline.ts';
import { broughtWords, installedWords } from '../../src/ui/text/graph.ts';
import { needs, type TinyRegistry } from '../resolve/tiny-registry.ts';

/** As the engine answers for `root`: what it reaches, and before it what reaches it. */
function graphOf(root: string, world: TinyRegistry): ModuleGraph {
  const known = Object.entries(world).map(([release, text]) => {
    const [id = '', version = ''] = release.split(' ');
    return { id, version, dependencies: needs(text) };
  });
  const needed = depthsFrom([root], known);
  const needing = depthsFrom([root], known, 'dependents');
  const nodes = known
    .filter(({ id }) => needed.has(id) || needing.has(id))
    .map(({ id, version }): GraphModule => ({
      id: id as ModuleId,
      name: id.toUpperCase(),
      version: version as Version,
      depth: needed.get(id) ?? -(needing.get(id) ?? 0),
    }))
    .sort((a, b) => Math.abs(a.depth) - Math.abs(b.depth) || (a.id < b.id ? -1 : 1));
  return { nodes, edges: edgesOf(known), cycles: cyclesAmong(known), isSolved: true, isCut: false };
}

const DIAMOND = graphOf('app', {
  'app 1.0.0': 'left ^1.0.0, right *',
  'left 1.0.0': 'base ^1.0.0',
  'right 1.0.0': 'base 1.x, ?left *',
  'base 1.0.0': '',
});

function lines(list: readonly Branch[], indent = ''): string[] {
  return list.flatMap(({ module, asked, isInCycle, under }) => [
    `${indent}${module.id} by ${asked.map((one) => `${one.module.id} ${one.range}`).join(', ')}${isInCycle ? ' again' : ''}`,
    ...lines(under, `${indent}- `),
  ]);
}

test('each module stands once in the list, under the first that brings it, with all who ask for it', () => {
  expect(lines(branches(DIAMOND, 'needed'))).toEqual([
    'left by app ^1.0.0, right *',
    '- base by left ^1.0.0, right 1.x',
    'right by app *',
  ]);
  expect(branches(DIAMOND, 'needing')).toEqual([]);
});

test('those that need the module stand upwards, with what they need', () => {
  const graph = graphOf('base', {
    'app 1.0.0': 'left *, base ^1.0.0',
    'left 1.0.0': 'base *',
    'shell 1.0.0': 'left ^1.0.0',
    'base 1.0.0': 'bytes *',
    'bytes 1.0.0': '',
  });

  expect(lines(branches(graph, 'needing'))).toEqual([
    'app by base ^1.0.0, left *',
    'left by base *',
    '- shell by left ^1.0.0',
  ]);
  expect(lines(branches(graph, 'needed'))).toEqual(['bytes by base *']);
});

test('modules that need each other are marked, and the list ends', () => {
  const graph = graphOf('a', { 'a 1.0.0': 'b *', 'b 1.0.0': 'c *', 'c 1.0.0': 'b *' });

  expect(lines(branches(graph, 'needed'))).toEqual(['b by a *, c * again', '- c by b * again']);
});

test('what an install brings is counted', () => {
  expect(broughtWords(DIAMOND)).toBe('With it come 3 modules, at most 2 steps away.');
  const [app, ...rest] = DIAMOND.nodes;
  const here = rest.map((node) => ({ ...node, installed: node.version }));
  const some = [...(app === undefined ? [] : [app]), ...here];
  expect(broughtWords({ ...DIAMOND, nodes: some })).toContain('; all of them installed here.');
});

test('an installed module at another version than the shown one says which', () => {
  const module = { id: 'a' as ModuleId, depth: 1, version: '2.0.0' as Version };

  expect(installedWords(module)).toBeUndefined();
  expect(installedWords({ ...module, installed: '2.0.0' as Version })).toBe('installed');
  expect(installedWords({ ...module, installed: '1.0.0' as Version })).toBe('1.0.0 installed');
});

test('two ranges between the same two are one line, and room for words is left in small drawings only', () => {
  const graph = graphOf('a', { 'a 1.0.0': 'b ^1.0.0, ?b <1.5.0', 'b 1.0.0': '' });

  expect(drawnLines(graph)).toEqual([{ from: 'a', to: 'b', ranges: '<1.5.0, ^1.0.0', optional: false }]);
  expect(layoutQuestion(graph).lines[0]?.words).toBeDefined();
  const needed = Array.from({ length: 40 }, (_, place) => `n${place}`);
  const many = {
    'a 1.0.0': needed.join(', '),
    ...Object.fromEntries(needed.map((id) => [`${id} 1.0.0`, ''])),
  };
  expect(layoutQuestion(graphOf('a', many)).lines.some(({ words }) => words !== undefined)).toBe(false);
});

const DRAWN = {
  places: {
    app: { x: 0, y: 50 },
    left: { x: 300, y: 0 },
    right: { x: 300, y: 100 },
    base: { x: 600, y: 60 },
  },
  lines: ['app left', 'app right', 'left base', 'right base'].map((line) => {
    const [from = '', to = ''] = line.split(' ');
    return { from, to, through: [] };
  }),
};

test.each([
  ['ArrowRight', 'app', 'left'],
  ['ArrowRight', 'left', 'base'],
  ['ArrowLeft', 'base', 'right'],
  ['ArrowDown', 'left', 'right'],
  ['ArrowUp', 'right', 'left'],
  ['ArrowUp', 'left', undefined],
  ['ArrowRight', 'base', undefined],
  ['Enter', 'app', undefined],
])('%s at %s leads to %s', (key, from, to) => {
  expect(nextBox(key, from, DRAWN)).toBe(to);
});

test('the box at a point is the one whose middle is nearest', () => {
  expect(boxAt({ x: 610 + BOX.width / 2, y: 300 }, DRAWN.places)).toBe('base');
});

test('a line leaves a box on the side of the other one', () => {
  const [here, there] = [
    { x: 0, y: 0 },
    { x: 400, y: 0 },
  ];
  const ends = (path: string) => [path.split(' ')[1], path.split(' ').at(-2)].map(Number);

  expect(ends(linePath(here, there, []))).toEqual([BOX.width, 400]);
  expect(ends(linePath(there, here, [{ x: 300, y: 50 }]))).toEqual([400, BOX.width]);
});

test('lines are drawn that may be seen, and the same ones while the drawing moves a little', () => {
  const size = { width: 1000, height: 500 };
  const region = regionOf({ x: -100, y: -100, zoom: 1 }, size);

  expect(regionOf({ x: -150, y: -80, zoom: 1 }, size)).toEqual(region);
  expect(
    touches(region, [
      { x: 1050, y: 0 },
      { x: 5000, y: 0 },
    ]),
  ).toBe(true);
  // Over all of it, from end to end.
  expect(
    touches(region, [
      { x: -9000, y: 300 },
      { x: 9000, y: 300 },
    ]),
  ).toBe(true);
  expect(
    touches(region, [
      { x: 0, y: 9000 },
      { x: 800, y: 9900 },
    ]),
  ).toBe(false);
  // Smaller, more is in sight.
  expect(
    touches(regionOf({ x: 0, y: 0, zoom: 0.05 }, size), [
      { x: 0, y: 9000 },
      { x: 1, y: 9900 },
    ]),
  ).toBe(true);
});
