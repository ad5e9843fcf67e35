import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FULL_AREA } from '../core/access/area.ts';
import type { Capability } from '../core/access/capability.ts';
import { delegate, ownedCapability } from '../core/access/delegation.ts';
import { fromBase64Url, fromHex, toBase64Url, toHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { parsePublicKey, type Micros, type NamespaceId } from '../core/ids.ts';
import { writeBody } from '../core/record/kinds.ts';
import { capabilityMember, decodeMember, type CapabilityMember, type Member } from '../core/record/member.ts';
import { signRecord } from '../core/record/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Signer } from '../ports/identity.ts';
import { writeDurably } from './durable-file.ts';
import { newSeed, signerOf } from './key-pair.ts';
import { createRootKey, readRootKey } from './root-key.ts';

export const RELAY_KEYS_FILE = 'relay-keys.json';

/** A key that the relay holds, and the capability by which it acts. */
export interface RelayKey {
  readonly signer: Signer;
  readonly capability: CapabilityMember;
}

export interface RelayKeys {
  readonly namespace: NamespaceId;
  /** Grants names. */
  readonly naming: RelayKey;
  /** Receipts records; also the relay's own identity. */
  readonly notary: RelayKey;
  /** What the root signed about these keys, for the authority's document. */
  readonly authority: readonly Member[];
  /** Made just now: the owner has to be told of the root key. */
  readonly isNew: boolean;
}

const storedKey = z.object({ seed: z.base64url(), capability: z.base64url() });
const keysFile = z.object({
  version: z.literal(1),
  namespace: z.hex().length(64),
  naming: storedKey,
  notary: storedKey,
  authority: z.array(z.base64url()),
});
type KeysFile = z.infer<typeof keysFile>;

const ROLES = { naming: 'modules', notary: 'receipts' } as const;
type Role = keyof typeof ROLES;

interface Delegated {
  readonly stored: KeysFile[Role];
  readonly members: readonly Member[];
}

/** A fresh key for a role, and the root's record that says so. */
async function delegatedKey(role: Role, root: Signer, whole: Capability, time: Micros): Promise<Delegated> {
  const seed = newSeed();
  const { publicKey, did } = signerOf(seed);
  const area = { ...FULL_AREA, path: [ROLES[role]] };
  const capability = capabilityMember(
    await delegate(whole, { area, receiver: publicKey, sign: signWith(root) }),
  );
  const record = await signRecord(
    {
      namespace: root.publicKey,
      subspace: root.publicKey,
      path: ['keys', role],
      timestamp: time,
      credential: fromBase64Url(capabilityMember(whole).id),
      payload: writeBody('key', { role, key: did, capability: fromBase64Url(capability.id) }),
    },
    (message) => root.sign(message),
  );
  const stored = { seed: toBase64Url(seed), capability: toBase64Url(capability.bytes) };
  return { stored, members: [capability, record] };
}

function signWith(signer: Signer) {
  return (message: Uint8Array) => signer.sign(Uint8Array.from(message));
}

async function createRelayKeys(root: Signer, time: Micros): Promise<KeysFile> {
  const { publicKey: namespace } = root;
  const grant = { namespace, user: namespace, mode: 'write' as const, sign: signWith(root) };
  const whole = await ownedCapability(grant);
  const naming = await delegatedKey('naming', root, whole, time);
  const notary = await delegatedKey('notary', root, whole, time);
  const authority = [capabilityMember(whole), ...naming.members, ...notary.members];
  return {
    version: 1,
    namespace: toHex(namespace),
    naming: naming.stored,
    notary: notary.stored,
    authority: authority.map(({ bytes }) => toBase64Url(bytes)),
  };
}

function readKey({ seed, capability }: KeysFile[Role]): RelayKey {
  const member = decodeMember(fromBase64Url(capability));
  if (member.member !== 'capability') throw new GenError('InvalidInput', 'relay-keys');
  return { signer: signerOf(fromBase64Url(seed)), capability: member };
}

function keysOf(file: KeysFile, isNew: boolean): RelayKeys {
  return {
    namespace: parsePublicKey(fromHex(file.namespace)),
    naming: readKey(file.naming),
    notary: readKey(file.notary),
    authority: file.authority.map((text) => decodeMember(fromBase64Url(text))),
    isNew,
  };
}

async function storedKeys(path: string): Promise<KeysFile | undefined> {
  try {
    return keysFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new GenError('InvalidInput', 'relay-keys', { path }, cause);
  }
}

/**
 * The relay's keys. At first start makes the root key, and from it the others; later the root key may be gone.
 * A start that was cut off in between goes on from the root key that is there.
 *
 * @param hasRecords whether the folder holds records already: then keys are never made anew over them.
 * @throws GenError InvalidState `relay-keys-missing` | InvalidInput `relay-keys` | Storage
 */
export async function openRelayKeys(folder: string, hasRecords: boolean, clock: Clock): Promise<RelayKeys> {
  const path = join(folder, RELAY_KEYS_FILE);
  const stored = await storedKeys(path);
  if (stored !== undefined) return keysOf(stored, false);
  if (hasRecords) throw new GenError('InvalidState', 'relay-keys-missing', { path });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const root = (await readRootKey(folder)) ?? (await createRootKey(folder));
  const made = await createRelayKeys(root, clock());
  await writeDurably(path, `${JSON.stringify(made)}\n`);
  return keysOf(made, true);
}
