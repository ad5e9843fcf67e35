import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { testRelay } from '../adapters/test-relay.ts';
import { cutBlobs, fetching, flippedBlobs, rightIsKept } from '../support/wrong-blob.ts';

test('the right bytes are kept, and neither cut off anywhere nor with any bit of a thousand flipped', async () => {
  expect(await rightIsKept()).toBe(true);
  expect(await cutBlobs(64)).toEqual([]);
  expect(await flippedBlobs(1000)).toEqual([]);
});

test('an answer that unfolds to a thousand times its size ends where the release says that it does', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  const relay = await testRelay((_asked, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/octet-stream' });
    response.end(bomb);
  });
  const { run, kept } = fetching(relay.base);

  const before = process.memoryUsage().arrayBuffers;
  await expect(run()).rejects.toMatchObject({ code: 'QuotaExceeded', reason: 'too-large' });
  const grown = process.memoryUsage().arrayBuffers - before;
  await relay.close();

  expect(bomb.length).toBeLessThan(70_000);
  expect(await kept()).toEqual([]);
  // A thousandth of what it unfolds to was kept, and what was under way.
  expect(grown).toBeLessThan(16 * 1024 * 1024);
});
