import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fromBase64Url, toBase64Url } from '../../../core/bytes.ts';
import { GenError } from '../../../core/errors.ts';
import type { Signer } from '../../../ports/identity.ts';
import { writeDurably } from '../../../relay/durable-file.ts';
import { newSeed, signerOf } from '../../../relay/key-pair.ts';

const FILE = 'publishers.json';
const keyFile = z.object({ version: z.literal(1), seeds: z.array(z.base64url()) });

async function seedsIn(path: string): Promise<string[]> {
  try {
    return keyFile.parse(JSON.parse(await readFile(path, 'utf8'))).seeds;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw new GenError('InvalidInput', 'key-file', { path }, cause);
  }
}

/**
 * The keys that an import publishes by, made when there are too few, in a file that its owner alone may read: without them
 * nothing can be added to what was imported.
 *
 * @returns at least `count`, always in the same order.
 * @throws GenError InvalidInput `key-file` | Storage
 */
export async function publisherKeys(folder: string, count: number): Promise<readonly Signer[]> {
  const path = join(folder, FILE);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const seeds = await seedsIn(path);
  if (seeds.length < count) {
    while (seeds.length < count) seeds.push(toBase64Url(newSeed()));
    await writeDurably(path, `${JSON.stringify({ version: 1, seeds })}\n`);
  }
  return seeds.map((seed) => signerOf(fromBase64Url(seed)));
}
