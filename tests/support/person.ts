import { explained } from '../../src/core/resolve/explained.ts';
import { idbIdentity } from '../../src/adapters/browser/idb-identity.ts';
import { httpRelay } from '../../src/adapters/http/http-relay.ts';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { drawSeed, keyOfSeed, signWith } from '../../src/keys/seed-key.ts';
import { wallClock, type Device, type KeepingDevice } from '../../src/app/device.ts';
import { drain } from '../../src/app/drain.ts';
import { finishWith } from '../../src/app/finish-install.ts';
import { httpSource } from '../../src/app/http-source.ts';
import { pinRelay } from '../../src/app/pin-relay.ts';
import { readCapabilities } from '../../src/app/read-capabilities.ts';
import { publish } from '../../src/app/publish.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import type { JobRow, PublishJob, Tables } from '../../src/ports/tables.ts';
import type { RelayClient } from '../../src/ports/relay-client.ts';
import type { IdentityKeeper, Signer } from '../../src/ports/identity.ts';
import type { ReleaseDraft } from '../../src/ports/engine.ts';
import { keeperOf } from './keeper.ts';

export interface Person {
  readonly device: KeepingDevice;
  readonly signer: Signer;
  publishes(
    draft: Partial<ReleaseDraft> & { id: string; version: string },
    wasm?: Uint8Array<ArrayBuffer>,
  ): Promise<JobRow>;
  drains(): Promise<JobRow[]>;
}

async function identityOf(): Promise<{ keeper: IdentityKeeper; signer: Signer }> {
  const key = await keyOfSeed(drawSeed());
  const signer: Signer = {
    did: key.did,
    publicKey: key.publicKey,
    sign: (message) => signWith(key.signing, message),
  };
  return { keeper: keeperOf(signer), signer };
}

/** The smallest module there is, made different from others by a custom section. */
export function tinyWasm(label = 'tiny'): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(label);
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0, name.length + 1, name.length, ...name);
}

export function draftOf(change: Partial<ReleaseDraft> & { id: string; version: string }): ReleaseDraft {
  return {
    name: 'Codec',
    description: 'Encodes and decodes.',
    tags: ['codec'],
    licence: 'MIT',
    type: 'library',
    readme: '# Codec',
    changelog: '',
    homepage: '',
    repository: '',
    dependencies: [],
    ...change,
  };
}

/** Everything that is open, also what waits for its next attempt. */
export function drainsAll(device: Device, signal = AbortSignal.timeout(20_000)): Promise<JobRow[]> {
  return drain(device, { due: 'all', finish: finishWith((bytes) => WebAssembly.compile(bytes)), signal });
}

/** A publish as the form leaves it: stored, not sent. */
export async function stores(
  device: Device,
  draft: Partial<ReleaseDraft> & { id: string; version: string },
  wasm = tinyWasm(`${draft.id}@${draft.version}`),
): Promise<PublishJob> {
  const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const report = await reportOn(wasm, { maxSize: 1e8, digest });
  return publish(device, draftOf(draft), { content: wasm, report });
}

/** The same device with a relay that does some things in its own way. */
export function withRelay<Home extends Device>(device: Home, change: Partial<RelayClient>): Home {
  return { ...device, relay: { ...device.relay, ...change } };
}

/** Somebody with one key, as on the command line, who talks to a relay over HTTP. */
export async function person(address: string): Promise<Person> {
  const { keeper, signer } = await identityOf();
  return personAt(address, memoryTables(), keeper, signer);
}

/** Somebody in a browser: their device has a key of its own. `signer` is the person's. */
export async function browserPerson(address: string): Promise<Person> {
  const tables = memoryTables();
  const keeper = idbIdentity({ tables, locks: memoryLocks(), clock: wallClock });
  const signer = await keeper.main();
  if (signer === undefined) throw new Error('no main key');
  return personAt(address, tables, keeper, signer);
}

async function personAt(
  address: string,
  tables: Tables,
  keeper: IdentityKeeper,
  signer: Signer,
): Promise<Person> {
  const relay = httpRelay({
    base: address,
    signer: () => keeper.signer(),
    clock: wallClock,
    capabilities: () => readCapabilities({ tables, identity: keeper, clock: wallClock }),
  });
  const { namespace } = await pinRelay(tables, relay);
  const device: KeepingDevice = {
    namespace,
    tables,
    relay,
    identity: keeper,
    records: httpSource({ tables, relay, namespace }),
    locks: memoryLocks(),
    explain: explained,
    clock: wallClock,
    announce: () => undefined,
  };
  const drains = (): Promise<JobRow[]> => drainsAll(device);
  return {
    device,
    signer,
    drains,
    async publishes(draft, wasm) {
      const { id } = await stores(device, draft, wasm);
      await drains();
      const job = await device.tables.get('jobs', id);
      if (job === undefined) throw new Error('job lost');
      return job;
    },
  };
}
