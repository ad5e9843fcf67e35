import { spawnSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBinary } from '../../src/cli/commands/read-binary.ts';
import { makePipe } from '../support/named-pipe.ts';

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

test('a pipe is read until its writer has gone, whoever comes first, and no further than the limit', async () => {
  makePipe(at('pipe'));
  const written = async (...chunks: readonly Uint8Array[]) => {
    await using pipe = await open(at('pipe'), 'w');
    for (const chunk of chunks) await pipe.write(chunk);
  };
  const many = new Uint8Array(300_000).fill(7);

  const small = readBinary(at('pipe'), 10);
  await written(Uint8Array.of(1, 2), Uint8Array.of(3));
  expect(await small).toEqual({ bytes: Uint8Array.of(1, 2, 3) });

  const writing = written(many);
  expect(await readBinary(at('pipe'), 300_000)).toEqual({ bytes: many });
  await writing;

  const cut = written(many);
  const left = readBinary(at('pipe'), 1000);
  await Promise.allSettled([cut]);
  expect(await left).toHaveProperty('size');
});

test('a pipe that nobody writes to is left by an abort, and holds no process', async () => {
  makePipe(at('silent'));
  const module = fileURLToPath(new URL('../../src/cli/commands/read-binary.ts', import.meta.url));
  const script = `
    import { readBinary } from ${JSON.stringify(module)};
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    await readBinary(${JSON.stringify(at('silent'))}, 10, { signal: stop.signal }).catch(({ code }) => console.log(code));`;

  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 3_000,
    killSignal: 'SIGKILL',
  });

  expect({ status, stdout }).toEqual({ status: 0, stdout: 'Cancelled\n' });
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
