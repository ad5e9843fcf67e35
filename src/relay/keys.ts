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
  /** Signs heads of the whole namespace: the notary's key; absent where a folder was made before there were heads. */
  readonly heads: RelayKey | undefined;
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
  /** The notary's capability for `heads`. */
  heads: z.base64url().optional(),
});
type KeysFile = z.infer<typeof keysFile>;

const HEADS = 'heads';
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

/** The notary's key may also sign heads. */
async function headsCapability(
  root: Signer,
  whole: Capability,
  notary: KeysFile['notary'],
): Promise<CapabilityMember> {
  const { publicKey: receiver } = signerOf(fromBase64Url(notary.seed));
  const area = { ...FULL_AREA, path: [HEADS] };
  return capabilityMember(await delegate(whole, { area, receiver, sign: signWith(root) }));
}

function wholeOf(root: Signer): Promise<Capability> {
  const { publicKey: namespace } = root;
  return ownedCapability({ namespace, user: namespace, mode: 'write', sign: signWith(root) });
}

function signWith(signer: Signer) {
  return (message: Uint8Array) => signer.sign(Uint8Array.from(message));
}

async function createRelayKeys(root: Signer, time: Micros): Promise<KeysFile> {
  const whole = await wholeOf(root);
  const naming = await delegatedKey('naming', root, whole, time);
  const notary = await delegatedKey('notary', root, whole, time);
  const heads = await headsCapability(root, whole, notary.stored);
  const authority = [capabilityMember(whole), ...naming.members, ...notary.members, heads];
  return {
    version: 1,
    namespace: toHex(root.publicKey),
    naming: naming.stored,
    notary: notary.stored,
    authority: authority.map(({ bytes }) => toBase64Url(bytes)),
    heads: toBase64Url(heads.bytes),
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
    heads: file.heads === undefined ? undefined : readKey({ seed: file.notary.seed, capability: file.heads }),
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

/** The keys of a folder, whether its relay runs or not; `undefined` where none ever started. @throws GenError InvalidInput `relay-keys` */
export async function readRelayKeys(folder: string): Promise<RelayKeys | undefined> {
  const stored = await storedKeys(join(folder, RELAY_KEYS_FILE));
  return stored === undefined ? undefined : keysOf(stored, false);
}

/**
 * Lets the notary of a folder that was made before there were heads sign them. Made once, it stays.
 *
 * @param root of any namespace: another one's delegates nothing here.
 */
async function withHeads(path: string, file: KeysFile, root: Signer | undefined): Promise<KeysFile> {
  if (file.heads !== undefined || root === undefined || toHex(root.publicKey) !== file.namespace) return file;
  const heads = toBase64Url((await headsCapability(root, await wholeOf(root), file.notary)).bytes);
  const extended = { ...file, heads, authority: [...file.authority, heads] };
  await writeDurably(path, `${JSON.stringify(extended)}\n`);
  return extended;
}

/**
 * The same with a root key that is kept elsewhere.
 *
 * @throws GenError NotFound `relay-keys` | InvalidInput (`relay-keys`, `root-of-other`)
 */
export async function delegateHeads(folder: string, root: Signer): Promise<void> {
  const path = join(folder, RELAY_KEYS_FILE);
  const stored = await storedKeys(path);
  if (stored === undefined) throw new GenError('NotFound', 'relay-keys', { path });
  const extended = await withHeads(path, stored, root);
  if (extended.heads === undefined) throw new GenError('InvalidInput', 'root-of-other', { path });
}

/**
 * The relay's keys. At first start makes the root key, and from it the others; later the root key may be gone.
 * A start that was cut off in between goes on from the root key that is there, and one that finds the root key still there
 * lets the notary sign heads if it may not yet.
 *
 * @param hasRecords whether the folder holds records already: then keys are never made anew over them.
 * @throws GenError InvalidState `relay-keys-missing` | InvalidInput `relay-keys` | Storage
 */
export async function openRelayKeys(folder: string, hasRecords: boolean, clock: Clock): Promise<RelayKeys> {
  const path = join(folder, RELAY_KEYS_FILE);
  const stored = await storedKeys(path);
  if (stored !== undefined) {
    const root = stored.heads === undefined ? await readRootKey(folder) : undefined;
    return keysOf(await withHeads(path, stored, root), false);
  }
  if (hasRecords) throw new GenError('InvalidState', 'relay-keys-missing', { path });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const root = (await readRootKey(folder)) ?? (await createRootKey(folder));
  const made = await createRelayKeys(root, clock());
  await writeDurably(path, `${JSON.stringify(made)}\n`);
  return keysOf(made, true);
}
