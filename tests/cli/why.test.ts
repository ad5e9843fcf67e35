import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { tinyWasm } from '../support/person.ts';
import { fakeRelay } from './fake-relay.ts';
import { folder } from './shell-at.ts';
import { shell, type Shell } from './shell.ts';

const id = (name: string): string => `io.example.${name}`;
let alice: Shell;
let files: string;

beforeEach(async () => {
  alice = shell(await fakeRelay());
  files = await folder();
  await publishes('base', '1.4.0');
  await publishes('left', '1.0.0', `${id('base')}@^1.3.0`);
  await publishes('right', '2.0.0', `${id('base')}@1.x`);
  await publishes('app', '2.1.0', `${id('left')}@^1.0.0`, `${id('right')}@*`);
});

async function publishes(name: string, version: string, ...needed: string[]): Promise<void> {
  const file = join(files, `${name}.wasm`);
  await writeFile(file, tinyWasm(name));
  const depends = needed.flatMap((need) => ['--depends', need]);
  const facts = ['--id', id(name), '--version-number', version, '--license', 'MIT'];
  const { exit } = await alice.gen('publish', file, ...facts, ...depends);
  expect(exit).toBe(0);
}

test('why a module is there is told by the ways from what was asked for, and what would break without it', async () => {
  await alice.gen('install', id('app'));

  const { exit, stdout } = await alice.gen('why', id('base'));

  expect(exit).toBe(0);
  expect(stdout.replaceAll('io.example.', '').split('\n')).toEqual([
    'you → app 2.1.0 → left 1.0.0 (app needs ^1.0.0) → base 1.4.0 (left needs ^1.3.0)',
    'you → app 2.1.0 → right 2.0.0 (app needs *) → base 1.4.0 (right needs 1.x)',
    'Without it these would break: left, right',
    'and these, as they need those: app',
  ]);
});

test('what was asked for is there for that, and with --json a program reads the same', async () => {
  await alice.gen('install', id('base'));

  expect((await alice.gen('why', id('base'))).stdout.split('\n')).toEqual([
    'you → io.example.base 1.4.0',
    'Nothing installed needs io.example.base.',
  ]);
  expect((await alice.gen('why', id('base'), '--json')).json()).toEqual({
    id: id('base'),
    version: '1.4.0',
    wanted: true,
    ways: [[{ id: id('base'), version: '1.4.0', range: null }]],
    withoutIt: { directly: [], indirectly: [] },
    atVersion: null,
  });
});

test('--to tells whose range does not admit another version', async () => {
  await alice.gen('install', id('app'));

  expect((await alice.gen('why', id('base'), '--to', '1.2.0')).stdout).toContain(
    'At 1.2.0 it would not fit: io.example.left (needs ^1.3.0)',
  );
  expect((await alice.gen('why', id('base'), '--to', '2.0.0', '--json')).json()).toMatchObject({
    atVersion: {
      version: '2.0.0',
      broken: [
        { id: id('left'), range: '^1.3.0' },
        { id: id('right'), range: '1.x' },
      ],
    },
  });
  expect((await alice.gen('why', id('base'), '--to', '1.5.0')).stdout).toContain(
    'Nothing would break by 1.5.0.',
  );
});

test('of what is not installed it says so, with the exit code of a failure', async () => {
  const { exit, error } = await alice.gen('why', id('base'), '--json');

  expect(exit).toBe(1);
  expect(error()).toMatchObject({ code: 'NotFound', reason: 'installation', data: { id: id('base') } });
});
