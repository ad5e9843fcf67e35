import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readBackup, writeBackup } from '../../keys/backup-file.ts';
import { drawSeed, keyOfSeed, SEED_BYTES, signWith } from '../../keys/seed-key.ts';
import { fromBase64Url, toBase64Url } from '../../core/bytes.ts';
import { GenError, toGenError } from '../../core/errors.ts';
import { parseDid, parseMicros, type Did, type Micros } from '../../core/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IdentityFacts, IdentityKeeper, Signer } from '../../ports/identity.ts';

export interface FileIdentityOptions {
  /** Of the key file; its folder is made when missing. */
  readonly path: string;
  readonly clock: Clock;
}

interface KeyFile {
  readonly did: Did;
  readonly createdAt: Micros;
  readonly backedUpAt?: Micros | undefined;
  /** Whose device this key signs for, where it is not the person's own. */
  readonly person?: Did | undefined;
  readonly seed: Uint8Array<ArrayBuffer>;
}

const FORMAT = 'gen-registry-key/1';
const keyFile = z.strictObject({
  format: z.literal(FORMAT),
  did: z.string(),
  createdAt: z.number(),
  backedUpAt: z.number().optional(),
  person: z.string().optional(),
  seed: z.string(),
});

/**
 * The identity as a file that only its owner may read. The file appears whole or not at all, and of several
 * processes that make one at once all use the first.
 */
export function fileIdentity({ path, clock }: FileIdentityOptions): IdentityKeeper {
  const offerPath = `${path}.offer`;

  async function current(): Promise<KeyFile> {
    return (await load(path)) ?? create();
  }

  async function create(): Promise<KeyFile> {
    const seed = drawSeed();
    const { did } = await keyOfSeed(seed);
    const made: KeyFile = { did, createdAt: clock(), seed };
    if (await store(path, made, 'new')) return made;
    const other = await load(path);
    if (other === undefined) throw new GenError('Storage', 'key-file', { path });
    return other;
  }

  async function signer(): Promise<Signer> {
    const { seed } = await current();
    const { did, publicKey, signing } = await keyOfSeed(seed);
    return { did, publicKey, sign: (message) => signWith(signing, message) };
  }

  return {
    signer,
    // A file gives whoever reads it all that it holds: a second key beside the person's own would guard nothing.
    main: async () => ((await current()).person === undefined ? signer() : undefined),

    facts: async () => factsOf(await current()),

    async backup(passphrase) {
      const key = await current();
      if (key.person !== undefined) throw new GenError('PermissionDenied', 'main-key');
      const text = await writeBackup(key, passphrase);
      await store(path, { ...key, backedUpAt: clock() }, 'replace');
      return text;
    },

    async restore(backup, passphrase) {
      const { did, seed } = await readBackup(backup, passphrase);
      const now = clock();
      const before = await load(path);
      const createdAt = before?.did === did ? before.createdAt : now;
      const key: KeyFile = { did, seed, createdAt, backedUpAt: now };
      await store(path, key, 'replace');
      return factsOf(key);
    },

    async offer() {
      const seed = drawSeed();
      const { did } = await keyOfSeed(seed);
      await store(offerPath, { did, createdAt: clock(), seed }, 'replace');
      return did;
    },

    async join(person, device) {
      const before = await load(path);
      // Asked again after it was done.
      if (before?.person === person && before.did === device) return factsOf(before);
      const offered = await load(offerPath);
      if (offered?.did !== device) throw new GenError('InvalidState', 'no-offer', { device });
      const joined: KeyFile = { ...offered, createdAt: clock(), person };
      await store(path, joined, 'replace');
      await rm(offerPath, { force: true });
      return factsOf(joined);
    },
  };
}

function factsOf({ did, createdAt, backedUpAt, person }: KeyFile): IdentityFacts {
  return { did: person ?? did, device: did, hasMain: person === undefined, createdAt, backedUpAt };
}

/** @throws GenError InvalidInput `key-file` for a file that is none: never overwritten in silence. */
async function load(path: string): Promise<KeyFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (fault) {
    if (isCode(fault, 'ENOENT')) return undefined;
    throw toGenError(fault, 'Storage');
  }
  try {
    const file = keyFile.parse(JSON.parse(text));
    const seed = fromBase64Url(file.seed);
    const did = parseDid(file.did);
    if (seed.length !== SEED_BYTES || (await keyOfSeed(seed)).did !== did)
      throw new Error('seed of another key');
    const backedUpAt = file.backedUpAt === undefined ? undefined : parseMicros(file.backedUpAt);
    const person = file.person === undefined ? undefined : parseDid(file.person);
    return { did, createdAt: parseMicros(file.createdAt), backedUpAt, person, seed };
  } catch (cause) {
    throw new GenError('InvalidInput', 'key-file', { path }, cause);
  }
}

/** @returns whether it was written; `new` leaves a file that is there. */
async function store(path: string, { seed, ...facts }: KeyFile, how: 'new' | 'replace'): Promise<boolean> {
  const folder = dirname(path);
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeDurably(
      draft,
      `${JSON.stringify({ format: FORMAT, ...facts, seed: toBase64Url(seed) }, null, 2)}\n`,
    );
    // A link, unlike a rename, fails where the name is taken.
    await (how === 'new' ? link(draft, path) : rename(draft, path));
    await flush(folder);
    return true;
  } catch (fault) {
    if (how === 'new' && isCode(fault, 'EEXIST')) return false;
    throw toGenError(fault, 'Storage');
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name of a new file is kept by its folder. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isCode(fault: unknown, code: string): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === code;
}
