import * as Automerge from '@automerge/automerge/slim';
import { expect, onTestFinished } from 'vitest';
import { FULL_AREA, type Area } from '../../src/core/access/area.ts';
import type { AccessMode, Capability } from '../../src/core/access/capability.ts';
import { encodeCapability } from '../../src/core/access/capability-encoding.ts';
import { delegate, ownedCapability, pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { fromHex, toBase64Url } from '../../src/core/bytes.ts';
import { parseMicros, parseModuleId, parsePublicKey, type Did, type Sha256 } from '../../src/core/ids.ts';
import {
  AUTHORITY,
  catalogDocument,
  FIRST_EPOCH,
  moduleDocument,
  personDocument,
  ratingsDocument,
  type DocumentPath,
} from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { readMessage } from '../../src/core/record/read-message.ts';
import { signRecord, type GenRecord } from '../../src/core/record/record.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { newSeed, signerOf } from '../../src/relay/key-pair.ts';
import type { RunningRelay } from '../../src/relay/relay-hooks.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { documentIdOf } from '../../src/replica/replica.ts';
import { rawPeer, type RawPeer } from './raw-peer.ts';
import { startTestRelay, type TestRelay } from './relay.ts';
import { moduleText, publisher, releasedModule, sha256Hex } from '../relay/world.ts';

export const CODEC = parseModuleId('io.acme.codec');
export const FOREIGN = parseModuleId('io.other.codec');
export const BINARY = moduleText('io.acme.codec');
export const FOREIGN_BINARY = moduleText('io.other.codec');
const UNNAMED = 'no record names this';
/** Who owns no module, and has a name. */
const named = signerOf(new Uint8Array(32).fill(0xa1));
export const PERSON = personDocument(named.did);
export const DOCUMENTS: readonly DocumentPath[] = [
  AUTHORITY,
  catalogDocument(CODEC, FIRST_EPOCH),
  moduleDocument(CODEC),
  ratingsDocument(CODEC),
  moduleDocument(FOREIGN),
  ratingsDocument(FOREIGN),
  PERSON,
];
const BLOBS: readonly Sha256[] = [BINARY, FOREIGN_BINARY, UNNAMED].map(sha256Hex);

export interface PrivateWorld extends TestRelay {
  readonly root: Signer;
  readonly relayDid: Did;
  /** A permission from the root, as it is encoded. */
  permits(to: Signer, area?: Partial<Area>, mode?: AccessMode): Promise<Capability>;
}

function profileOf(relay: RunningRelay): Promise<GenRecord> {
  const { namespace } = publisher(relay);
  return signRecord(
    {
      namespace: pairedCommunalNamespace(namespace),
      subspace: named.publicKey,
      path: ['profiles', 'name'],
      timestamp: parseMicros(Date.now() * 1000),
      credential: new Uint8Array(),
      payload: writeBody('profile', { name: 'Alice' }),
    },
    (message) => named.sign(message),
  );
}

/** Two modules of two people, with a rating each, somebody's name, and a blob that no record names; nobody may read yet. */
export async function privateWorld(): Promise<PrivateWorld> {
  const started = await startTestRelay({ private: true });
  onTestFinished(() => started.close());
  const { relay, folder } = started;
  const alice = publisher(relay);
  await releasedModule(alice, CODEC, '1.0.0', BINARY);
  await releasedModule(publisher(relay), FOREIGN, '1.0.0', FOREIGN_BINARY);
  await alice.uploads(UNNAMED);
  const rating = await alice.rates(CODEC, { stars: 5 });
  expect((await alice.client.post([rating.bytes])).results[0]?.state).toBe('receipted');
  const [about, name] = [await publisher(relay).rates(FOREIGN, { stars: 2 }), await profileOf(relay)];
  const taken = await alice.client.post([about.bytes, name.bytes]);
  expect(taken.results.map(({ state }) => state)).toEqual(['receipted', 'receipted']);
  const root = (await readRootKey(folder)) as Signer;
  return {
    ...started,
    root,
    relayDid: relay.facts.relay,
    async permits(to, area = {}, mode = 'read') {
      const sign = (message: Uint8Array) => root.sign(Uint8Array.from(message));
      const whole = await ownedCapability({ namespace: root.publicKey, user: root.publicKey, mode, sign });
      return delegate(whole, { area: { ...FULL_AREA, ...area }, receiver: to.publicKey, sign });
    },
  };
}

export interface Asked {
  readonly by?: Signer;
  readonly shown?: readonly Capability[];
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** What the signature is over, where it is another question. */
  readonly signedPath?: string;
  readonly signedRelay?: Did;
  readonly at?: number;
}

export async function ask(
  { relay, relayDid }: PrivateWorld,
  path: string,
  asked: Asked = {},
): Promise<Response> {
  const { by, shown = [], method = 'GET', at = Date.now() } = asked;
  const headers: Record<string, string> = { ...asked.headers };
  if (by !== undefined) {
    const message = readMessage({
      relay: asked.signedRelay ?? relayDid,
      did: by.did,
      at,
      method,
      path: asked.signedPath ?? path,
    });
    headers['authorization'] = `Gen ${by.did} ${at} ${toBase64Url(await by.sign(message))}`;
  }
  if (shown.length > 0)
    headers['gen-capability'] = shown.map((one) => toBase64Url(encodeCapability(one))).join(', ');
  return fetch(relay.address + path, { method, headers });
}

export const records = (document: DocumentPath) => `/records?document=${encodeURIComponent(document)}`;
export const QUESTIONS = [
  ...DOCUMENTS.map(records),
  ...BLOBS.map((hash) => `/blobs/${hash}`),
  '/heads',
  '/reports',
];

/** Of all that there is, what this question gets an answer to. */
export async function answered(world: PrivateWorld, asked: Asked): Promise<string[]> {
  const answers: string[] = [];
  for (const path of QUESTIONS) {
    const response = await ask(world, path, asked);
    if (response.status === 200) answers.push(path);
    else expect([path, response.status]).toEqual([path, 401]);
  }
  return answers;
}

/** Asks by sync for every document there is. @returns those that something came of. */
export async function synced(
  world: PrivateWorld,
  by: Signer,
  shown: readonly Capability[] = [],
): Promise<string[]> {
  const peer = await rawPeer(world.relay.address, by, 'raw', shown.map(encodeCapability));
  onTestFinished(() => peer.socket.close());
  const ids = asksForAll(world, peer);
  await expect
    .poll(() => new Set(peer.received.map(({ documentId }) => documentId)).size)
    .toBeGreaterThan(ids.size);
  // An answer to the last question comes after those to the others; what follows by itself would come now.
  await new Promise((resolve) => setTimeout(resolve, 150));
  return documentsSent(peer, ids);
}

export function asksForAll({ relay }: PrivateWorld, peer: RawPeer): Map<string, DocumentPath> {
  const namespace = parsePublicKey(fromHex(relay.facts.namespace));
  const ids = new Map<string, DocumentPath>();
  for (const path of DOCUMENTS) {
    const id = documentIdOf({ namespace, epoch: FIRST_EPOCH, path });
    ids.set(id, path);
    const [, message] = Automerge.generateSyncMessage(
      Automerge.load<RecordsDocument>(GENESIS),
      Automerge.initSyncState(),
    );
    peer.sync(id, message as Uint8Array);
  }
  return ids;
}

export function documentsSent(peer: RawPeer, ids: ReadonlyMap<string, DocumentPath>): DocumentPath[] {
  const sent = new Set(
    peer.received.filter(({ data }) => data !== undefined).map(({ documentId }) => documentId),
  );
  return [...ids].filter(([id]) => sent.has(id)).map(([, path]) => path);
}

export const stranger = (): Signer => signerOf(newSeed());
