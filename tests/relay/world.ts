import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { httpRelay } from '../../src/adapters/http/http-relay.ts';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { fromBase64Url, fromHex } from '../../src/core/bytes.ts';
import { parseMicros, parsePublicKey, parseSha256, type ModuleId, type Sha256 } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH, moduleDocument, modulePath } from '../../src/core/record/document.ts';
import { writeBody, type RawBody } from '../../src/core/record/kinds.ts';
import { decodeMember, type Member } from '../../src/core/record/member.ts';
import { signRecord, type GenRecord, type UnsignedRecord } from '../../src/core/record/record.ts';
import { DEFAULT_LIMITS, type RelayConfig } from '../../src/relay/config.ts';
import { newSeed, signerOf } from '../../src/relay/key-pair.ts';
import type { RelayHooks, RunningRelay } from '../../src/relay/relay-hooks.ts';
import { startRelay } from '../../src/relay/start-relay.ts';
import { tinyWasm } from '../support/person.ts';
import { sharedValidator } from '../support/shared-validator.ts';

export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gen-relay-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function relayConfig(data: string, changes: Partial<RelayConfig> = {}): RelayConfig {
  return {
    host: '127.0.0.1',
    port: 0,
    name: 'Test relay',
    data,
    app: join(data, 'no-app'),
    samples: false,
    dev: false,
    policy: 'open',
    private: false,
    epoch: FIRST_EPOCH,
    limits: DEFAULT_LIMITS,
    headEvery: 3_600_000,
    snapshotEvery: 60_000,
    logLevel: 'silent',
    ...changes,
  };
}

export async function runningRelay(
  changes: Partial<RelayConfig> = {},
  hooks: RelayHooks = {},
): Promise<RunningRelay> {
  const data = changes.data ?? (await emptyFolder());
  const relay = await startRelay(relayConfig(data, changes), { validator: sharedValidator, ...hooks });
  onTestFinished(() => relay.stop());
  return relay;
}

export function sha256Hex(content: Uint8Array | string): Sha256 {
  return parseSha256(createHash('sha256').update(content).digest('hex'));
}

export type Publisher = ReturnType<typeof publisher>;

/** A sound module as text, which the smallest ones are; its label makes it different from others. */
export function moduleText(label = 'wasm'): string {
  return String.fromCharCode(...tinyWasm(label));
}

/** Somebody with a key and a way to the relay. Every record is a microsecond after the one before. */
export function publisher(relay: RunningRelay, clock = () => Date.now() * 1000) {
  const signer = signerOf(newSeed());
  const namespace = parsePublicKey(fromHex(relay.facts.namespace));
  const client = httpRelay({
    base: relay.address,
    signer: async () => signer,
    clock: () => parseMicros(clock()),
  });
  let last = 0;

  function signs(
    record: Pick<UnsignedRecord, 'path' | 'payload'> & Partial<UnsignedRecord>,
  ): Promise<GenRecord> {
    last = Math.max(last + 1, clock());
    const unsigned: UnsignedRecord = {
      namespace,
      subspace: signer.publicKey,
      timestamp: parseMicros(last),
      credential: new Uint8Array(),
      ...record,
    };
    return signRecord(unsigned, (message) => signer.sign(message));
  }

  const communal = pairedCommunalNamespace(namespace);

  const claims = (id: ModuleId) =>
    signs({ namespace: communal, path: ['claims', ...modulePath(id)], payload: writeBody('claim', {}) });

  /** Claims the name and keeps the capability that is granted. */
  async function owns(id: ModuleId) {
    const { members } = await client.post([(await claims(id)).bytes]);
    const granted = members
      .map(decodeMember)
      .find((member) => member.member === 'capability' && isFor(member, id));
    if (granted === undefined) throw new Error(`no grant for ${id}`);
    const credential = fromBase64Url(granted.id);
    const below = (rest: readonly string[], payload: Uint8Array<ArrayBuffer>) =>
      signs({ path: ['modules', ...modulePath(id), ...rest], payload, credential });
    return {
      capability: granted.bytes,
      below,
      releases: (version: string, body: Partial<RawBody<'release'>>) =>
        below(['versions', version], writeBody('release', { ...emptyRelease, ...body })),
    };
  }

  function isFor(member: Member, id: ModuleId): boolean {
    return (
      member.member === 'capability' &&
      member.capability.delegations.at(-1)?.area.path.join('/') === ['modules', ...modulePath(id)].join('/')
    );
  }

  async function uploads(content: string): Promise<Sha256> {
    const hash = sha256Hex(content);
    await client.putBlob(hash, Uint8Array.from(Buffer.from(content)));
    return hash;
  }

  /** Uploads a module. @returns how a release names it. */
  async function brings(content = moduleText()): Promise<Pick<RawBody<'release'>, 'sha256' | 'size'>> {
    return { sha256: fromHex(await uploads(content)), size: content.length };
  }

  const rates = (id: ModuleId, body: RawBody<'rating'>) =>
    signs({ namespace: communal, path: ['ratings', ...modulePath(id)], payload: writeBody('rating', body) });

  return { signer, namespace, client, signs, claims, owns, uploads, brings, rates };
}

const emptyRelease: RawBody<'release'> = {
  sha256: new Uint8Array(32),
  size: 0,
  dependencies: [],
  conflicts: [],
  imports: [],
  exports: [],
  exportCount: 0,
};

/** A module with one released version, in the relay. */
export async function releasedModule(
  alice: Publisher,
  id: ModuleId,
  version = '1.0.0',
  content = moduleText(),
) {
  const name = await alice.owns(id);
  const binary = await alice.brings(content);
  const release = await name.releases(version, binary);
  const answer = await alice.client.post([name.capability, release.bytes]);
  return { ...name, release, binary, sha256: sha256Hex(content), answer };
}

export async function documentMembers(alice: Publisher, id: ModuleId): Promise<Member[]> {
  const answer = await alice.client.document(moduleDocument(id));
  if (answer === 'unchanged') throw new Error('unchanged');
  return answer.members.map(decodeMember);
}

export const catalogOf = (id: ModuleId) => catalogDocument(id, FIRST_EPOCH);
