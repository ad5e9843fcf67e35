import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manifest } from '../scripts/build/web-manifest.ts';

const PUBLIC = join(import.meta.dirname, '..', 'public');

/** `192x192`, out of a PNG's first chunk. */
async function sizeOf(path: string): Promise<string> {
  const bytes = await readFile(path);
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

test('every picture that the manifest names is there, in the size it says, and small', async () => {
  const shortcuts = (manifest.shortcuts ?? []).flatMap(({ icons }) => icons ?? []);
  const pictures = [...(manifest.icons ?? []), ...shortcuts, ...(manifest.screenshots ?? [])];
  expect(shortcuts).toHaveLength(3);
  for (const { src, sizes } of pictures.filter(({ type }) => type === 'image/png')) {
    const path = join(PUBLIC, src);
    expect([src, await sizeOf(path)]).toEqual([src, sizes]);
    expect((await stat(path)).size).toBeLessThan(200_000);
  }
});

test('there are screenshots for a wide and for a narrow window', () => {
  const forms = (manifest.screenshots ?? []).map(({ form_factor }) => form_factor);
  expect(new Set(forms)).toEqual(new Set(['wide', 'narrow']));
});
