import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fakeRelay } from './fake-relay.ts';
import { shell } from './shell.ts';

const needing = (id: string, ...versions: [version: string, dependencies: Record<string, string>][]) => ({
  id,
  versions: versions.map(([version, dependencies]) => ({ version, dependencies })),
});
const MODULES = [
  needing('viewer', ['2.0.0', { codec: '^2.0.0' }], ['1.0.0', { codec: '^1.0.0' }]),
  needing('player', ['1.0.0', { codec: '^1.0.0' }]),
  needing('codec', ['2.1.0', {}], ['1.4.0', {}]),
  needing('egg', ['1.0.0', { hen: '*' }]),
  needing('hen', ['1.0.0', { egg: '*' }]),
];

let folder: string;
let catalogue: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen-resolve-'));
  catalogue = join(folder, 'modules.jsonl.gz');
  await writeFile(catalogue, gzipSync(MODULES.map((module) => JSON.stringify(module)).join('\n')));
});
afterAll(() => rm(folder, { recursive: true }));

async function gen(...words: string[]) {
  return shell(await fakeRelay()).gen('resolve', ...words);
}

async function found(...words: string[]) {
  const { exit, stdout } = await gen('--catalogue', catalogue, '--json', ...words);
  return [exit, JSON.parse(stdout) as unknown];
}

test('what belongs together is listed with the order to install it in', async () => {
  expect(await found('viewer@^1.0.0', 'player')).toEqual([
    0,
    {
      resolved: { codec: '1.4.0', player: '1.0.0', viewer: '1.0.0' },
      order: ['codec', 'player', 'viewer'],
    },
  ]);
  expect((await gen('--catalogue', catalogue, 'viewer')).stdout).toBe('codec   2.1.0\nviewer  2.0.0');
});

test('where nothing fits it is said why, and what could be changed', async () => {
  expect(await found('viewer@^2.0.0', 'player')).toEqual([
    3,
    {
      unsatisfiable: true,
      because: [
        'You ask for player, which needs codec ^1.0.0.',
        'You ask for viewer ^2.0.0, which needs codec ^2.0.0.',
        'No release of codec fits both player and viewer, so what you ask for cannot be had.',
      ],
      couldChange: [
        { kind: 'allow', id: 'viewer', version: '1.0.0' },
        { kind: 'drop', id: 'player' },
        { kind: 'drop', id: 'viewer' },
      ],
    },
  ]);
  expect((await gen('--catalogue', catalogue, 'viewer@2', 'player')).stdout).toContain(
    'You could allow viewer 1.0.0.',
  );
});

test('a version that is preferred is taken where it fits', async () => {
  expect(await found('codec', '--prefer', 'codec@1.4.0')).toMatchObject([
    0,
    { resolved: { codec: '1.4.0' } },
  ]);
  expect(await found('viewer@2', '--prefer', 'codec@1.4.0')).toMatchObject([
    0,
    { resolved: { codec: '2.1.0' } },
  ]);
});

test('a cycle is named, or taken as it is', async () => {
  expect(await found('hen')).toEqual([4, { cycle: ['egg', 'hen', 'egg'] }]);
  expect(await found('hen', '--cycles', 'allow')).toEqual([
    0,
    { resolved: { egg: '1.0.0', hen: '1.0.0' }, order: ['egg', 'hen'] },
  ]);
});

test('cases bring their registry, or name a file beside theirs; an array and lines are the same', async () => {
  const cases = [
    { name: 'inside', roots: { a: '*' }, catalog: { a: [{ version: '1.0.0' }] } },
    { name: 'beside', roots: { player: '*' }, catalogue: 'modules.jsonl.gz' },
    { name: 'in a circle', roots: { egg: '*' }, catalogue: 'modules.jsonl.gz' },
    { name: 'nowhere', roots: { a: '^2.0.0' }, catalog: { a: [{ version: '1.0.0' }] } },
  ];
  const [array, lines] = [join(folder, 'cases.json'), join(folder, 'cases.jsonl.gz')];
  await writeFile(array, JSON.stringify(cases));
  await writeFile(lines, gzipSync(cases.map((one) => JSON.stringify(one)).join('\n')));
  for (const file of [array, lines]) {
    const { exit, stdout } = await gen('--cases', file);
    expect(exit).toBe(0);
    expect(stdout.split('\n').map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { name: 'inside', resolved: { a: '1.0.0' }, ms: expect.any(Number) },
      { name: 'beside', resolved: { codec: '1.4.0', player: '1.0.0' } },
      { name: 'in a circle', cycle: ['egg', 'hen', 'egg'] },
      {
        name: 'nowhere',
        unsatisfiable: true,
        because: ['You ask for a ^2.0.0, but of a there is only 1.0.0.'],
      },
    ]);
  }
});

test('what is no question is said to be none', async () => {
  const broken = join(folder, 'broken.json');
  await writeFile(broken, '{"name":"half","roots":');
  const faults = [
    [],
    ['--catalogue', catalogue],
    ['--catalogue', catalogue, '--cases', broken, 'viewer'],
    ['--cases', broken, 'viewer'],
    ['--cases', broken],
    ['--catalogue', catalogue, ''],
    ['--catalogue', catalogue, 'viewer@no range'],
  ];
  for (const words of faults) {
    const { exit, stderr } = await gen(...words);
    expect([exit, stderr.startsWith('gen: ')], words.join(' ')).toEqual([2, true]);
  }
});
