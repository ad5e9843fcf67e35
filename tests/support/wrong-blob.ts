import { httpRelay } from '../../src/adapters/http/http-relay.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import type { Device } from '../../src/app/device.ts';
import { fetchBinaries } from '../../src/app/fetch-binaries.ts';
import { newJobId } from '../../src/app/jobs.ts';
import { sha256 } from '../../src/core/hash.ts';
import { parseModuleId, parseVersion, sha256Of, type Did, type Micros } from '../../src/core/ids.ts';
import type { PlannedRelease } from '../../src/ports/sets.ts';
import type { InstallJob } from '../../src/ports/tables.ts';

export const SIZE = 64 * 1024;
const BINARY = Uint8Array.from({ length: SIZE }, (_, index) => (index * index + (index >> 8)) & 255);

const release: PlannedRelease = {
  id: parseModuleId('io.example.codec'),
  name: 'Codec',
  version: parseVersion('1.0.0'),
  sha256: sha256Of(sha256(BINARY)),
  size: SIZE,
  dependencies: [],
  record: 'record',
  author: 'did:key:z6Mk' as Did,
};

const job: InstallJob = {
  id: newJobId(),
  kind: 'install',
  module: release.id,
  state: 'resolving',
  createdAt: 0 as Micros,
  updatedAt: 0 as Micros,
  attempts: 0,
};

/** A device whose relay answers every request for a blob by `fetch`. */
export function fetching(base: string, fetch?: typeof globalThis.fetch) {
  const tables = memoryTables();
  const clock = () => 0 as Micros;
  const signer = () => Promise.reject(new Error('nobody signs here'));
  const relay = httpRelay({ base, signer, clock, ...(fetch === undefined ? {} : { fetch }) });
  const device = { tables, relay, clock, announce: () => undefined } as unknown as Device;
  return {
    run: () => fetchBinaries(device, job, [release], new AbortController().signal),
    kept: () => tables.keys('blobs'),
  };
}

async function isRefused(sent: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const { run, kept } = fetching('http://relay.test', async () => new Response(sent));
  const ended = await run().then(
    () => 'fetched',
    () => 'refused',
  );
  return ended === 'refused' && (await kept()).length === 0;
}

/** Bytes that are not what was asked for, and were kept all the same. */
async function keptOf(wrong: Uint8Array<ArrayBuffer>, what: string): Promise<string[]> {
  return (await isRefused(wrong)) ? [] : [what];
}

export async function rightIsKept(): Promise<boolean> {
  return !(await isRefused(BINARY));
}

/** @param step between two places where it is cut. */
export async function cutBlobs(step: number): Promise<string[]> {
  const kept: string[] = [];
  for (let length = 0; length < SIZE; length += step)
    kept.push(...(await keptOf(BINARY.slice(0, length), `cut at ${length}`)));
  return kept;
}

export async function flippedBlobs(count: number): Promise<string[]> {
  const kept: string[] = [];
  for (let flip = 0; flip < count; flip += 1) {
    const flipped = BINARY.slice();
    const at = (flip * 7919) % SIZE;
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (flip % 8));
    kept.push(...(await keptOf(flipped, `flipped at ${at}`)));
  }
  return kept;
}
