import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fakeRelay } from './fake-relay.ts';
import { shell } from './shell.ts';

const MODULES = [
  {
    id: 'lwt',
    name: 'lwt',
    description: 'Promises.',
    tags: ['org:ocsigen'],
    license: 'MIT',
    versions: [{ version: '5.0.0' }],
  },
  { id: 'lwt-unix', name: 'lwt-unix', description: 'Promises on Unix.', versions: [] },
  { id: 'zlib' },
];

let folder: string;
let catalogue: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen-search-'));
  catalogue = join(folder, 'modules.jsonl.gz');
  await writeFile(catalogue, gzipSync(`${MODULES.map((module) => JSON.stringify(module)).join('\n\n')}\n`));
});
afterAll(() => rm(folder, { recursive: true }));

async function gen(...words: string[]) {
  return shell(await fakeRelay()).gen(...words);
}

test('every line of a queries file is answered in turn, empty ones too', async () => {
  const queries = join(folder, 'queries.txt');
  await writeFile(queries, 'lwt\n\nzlip\r\n');
  const { exit, stdout } = await gen('search', '--catalogue', catalogue, '--queries', queries, '--json');
  const answers = stdout.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(exit).toBe(0);
  expect(answers).toEqual([
    { query: 'lwt', ms: expect.any(Number), total: 2, results: [hit('lwt'), hit('lwt-unix')] },
    { query: '', ms: expect.any(Number), total: 3, results: ['lwt', 'lwt-unix', 'zlib'].map(hit) },
    { query: 'zlip', ms: expect.any(Number), total: 1, results: [hit('zlib')] },
  ]);
});

function hit(id: string) {
  return { id, name: id, score: expect.any(Number) as number };
}

test('a byte order mark belongs to no line, and a lone carriage return ends none', async () => {
  const file = join(folder, 'marked.jsonl');
  const queries = join(folder, 'marked.txt');
  await writeFile(file, `\ufeff${MODULES.map((module) => JSON.stringify(module)).join('\r\n')}`);
  await writeFile(queries, '\ufeffzlib\r\nlwt\runix\n');
  const { exit, stdout } = await gen('search', '--catalogue', file, '--queries', queries, '--json');
  expect(exit).toBe(0);
  expect(stdout.split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([
    { query: 'zlib', ms: expect.any(Number), total: 1, results: [hit('zlib')] },
    { query: 'lwt\runix', ms: expect.any(Number), total: 1, results: [hit('lwt-unix')] },
  ]);
});

test('a text that is null is one that is absent', async () => {
  const file = join(folder, 'nulls.jsonl');
  await writeFile(
    file,
    '{"id":"a","name":null,"description":null,"author":null,"license":null,"repo_url":null}',
  );
  const { exit, stdout } = await gen('search', '--catalogue', file, 'a');
  expect(exit).toBe(0);
  expect(stdout).toContain('a   a');
});

test.each(['{"id":7}', '{"id":"b","name":7}', '{"id":null}', '{'])(
  'a line that is no module is named: %s',
  async (bad) => {
    const file = join(folder, 'bad.jsonl');
    await writeFile(file, `{"id":"a"}\n${bad}\n`);
    const { exit, stderr } = await gen('search', '--catalogue', file, 'a');
    expect(exit).toBe(2);
    expect(stderr).toContain('line 2');
  },
);

test('a person gets a table', async () => {
  const { exit, stdout } = await gen('search', '--catalogue', catalogue, 'license:MIT', 'promises');
  expect(exit).toBe(0);
  expect(stdout).toBe('ID   NAME  DESCRIPTION\nlwt  lwt   Promises.');
});

test.each([
  ['queries without a catalogue', ['--queries', 'x'], 2],
  ['words beside queries', ['--catalogue', 'x', '--queries', 'x', 'word'], 2],
  ['a file that is not there', ['--catalogue', '/nowhere/modules.jsonl', 'word'], 1],
])('%s: refused', async (_, words, code) => {
  expect((await gen('search', ...words)).exit).toBe(code);
});
