import { truncateSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBinary } from '../../src/cli/commands/read-binary.ts';

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen-read-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function* given(...chunks: readonly number[][]) {
  for (const chunk of chunks) yield await Promise.resolve(Uint8Array.from(chunk));
}

test('a file is read whole up to the limit, and not begun above it', async () => {
  const contents = Uint8Array.from({ length: 200_000 }, (_, index) => index);
  await writeFile(at('file'), contents);

  expect(await readBinary(at('file'), 200_000)).toEqual({ bytes: contents });
  expect(await readBinary(at('file'), 199_999)).toEqual({ size: 200_000 });
});

test('an empty file, and one whose size the system does not tell, are read too', async () => {
  await writeFile(at('empty'), '');

  expect(await readBinary(at('empty'), 10)).toEqual({ bytes: new Uint8Array(0) });
  expect(await readBinary('/proc/self/status', 100_000)).toHaveProperty('bytes');
});

test('a hyphen stands for standard input, which is limited as a file is', async () => {
  expect(await readBinary('-', 10, { stdin: given([1, 2], [3]) })).toEqual({ bytes: Uint8Array.of(1, 2, 3) });
  expect(await readBinary('-', 2, { stdin: given([1, 2], [3], [4]) })).toEqual({ size: 3 });
});

test('a file that shrinks while it is read cannot be read', async () => {
  await writeFile(at('shrinks'), new Uint8Array(1_000_000));
  const onProgress = () => truncateSync(at('shrinks'), 70_000);

  await expect(readBinary(at('shrinks'), 2_000_000, { onProgress })).rejects.toMatchObject({
    code: 'NotFound',
    reason: 'file',
    data: { text: 'changed' },
  });
});

test('an abort is no failure of the file', async () => {
  await writeFile(at('file'), 'text');

  await expect(readBinary(at('file'), 100, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'Cancelled',
  });
});
