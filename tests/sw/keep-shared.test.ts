import { beforeEach, expect, test } from 'vitest';
import { keepShared } from '../../src/sw/keep-shared.ts';
import { takeSharedFile } from '../../src/ui/shared-file.ts';
import { memoryCaches } from '../support/cache-storage.ts';

const ORIGIN = 'https://relay.example';

let caches: CacheStorage;
beforeEach(() => {
  caches = memoryCaches();
});

/** What another app shares. @returns where the app opens. */
async function shares(fields: Readonly<Record<string, string | File>>): Promise<string> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const answer = await keepShared(new Request(`${ORIGIN}/share`, { method: 'POST', body }), {
    caches,
    origin: ORIGIN,
  });
  expect(answer.status).toBe(303);
  return answer.headers.get('location') ?? '';
}

const wasm = (name: string, ...bytes: number[]) =>
  new File([Uint8Array.from(bytes)], name, { type: 'application/wasm' });

test('a shared file waits for its screen under its own name, and is taken once', async () => {
  expect(await shares({ files: wasm('größe & 100 %.wasm', 0, 97, 115, 109), title: 'A module' })).toBe(
    `${ORIGIN}/open?shared=file`,
  );

  const file = await takeSharedFile(caches);
  expect([file?.name, file?.type]).toEqual(['größe & 100 %.wasm', 'application/wasm']);
  expect([...new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer())]).toEqual([0, 97, 115, 109]);
  expect(await takeSharedFile(caches)).toBeUndefined();
});

test('of two files that were shared the later one waits', async () => {
  await shares({ files: wasm('one.wasm', 1) });
  await shares({ files: wasm('two.wasm', 2) });

  expect((await takeSharedFile(caches))?.name).toBe('two.wasm');
});

test('a shared address goes to the screen that opens links, before a text or a title', async () => {
  const link = `${ORIGIN}/m/io.acme.codec`;
  expect(await shares({ title: 'Codec', text: 'Look at this', url: link })).toBe(
    `${ORIGIN}/open?link=${encodeURIComponent(link)}`,
  );
  expect(await shares({ title: 'Codec', text: link, url: '' })).toBe(
    `${ORIGIN}/open?link=${encodeURIComponent(link)}`,
  );
});

test('what is no form is nothing that was shared', async () => {
  const request = new Request(`${ORIGIN}/share`, { method: 'POST', body: 'nonsense' });
  const answer = await keepShared(request, { caches, origin: ORIGIN });
  expect(answer.headers.get('location')).toBe(`${ORIGIN}/open?link=`);
});
