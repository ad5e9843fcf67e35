import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeParts } from '../../src/cli/bundle-file.ts';
import type { Context } from '../../src/cli/context.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen-bundle-'));
  file = join(folder, 'a.genbundle');
});
afterEach(() => rm(folder, { recursive: true }));

const withYes = { options: { yes: true } } as Context;

async function* parts(breaks: boolean): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('new');
  if (breaks) throw new Error('a binary is damaged');
}

test('a bundle that is there stays as it is until the one in its place is whole', async () => {
  await writeFile(file, 'old');

  await expect(writeParts(withYes, file, parts(true))).rejects.toMatchObject({ code: 'Storage' });
  expect(await readFile(file, 'utf8')).toBe('old');

  await writeParts(withYes, file, parts(false));
  expect(await readFile(file, 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['a.genbundle']);
});

test('of one that could not be written nothing is left', async () => {
  await expect(writeParts(withYes, file, parts(true))).rejects.toMatchObject({ code: 'Storage' });
  expect(await readdir(folder)).toEqual([]);
});
