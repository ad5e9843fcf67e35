import * as z from 'zod/mini';
import { fromBase64Url, toBase64Url } from '../bytes.ts';
import { GenError } from '../errors.ts';
import { sha256 } from '../hash.ts';
import {
  parseDid,
  parseMicros,
  parseModuleId,
  parseSha256,
  parseVersion,
  sha256Of,
  type Sha256,
} from '../ids.ts';
import { encodeCanonical } from '../record/canonical-cbor.ts';
import { MAX_HEADS } from '../record/kinds.ts';
import type { MemberId } from '../record/record.ts';
import { CHECK_NAMES, checksOf, MAX_PROOF, PROOF_FORMATS, type Listed, type Proof } from './proof.ts';

const text = (max: number) => z.string().check(z.maxLength(max));
/** A tree of 2^53 leaves has no longer way. */
const MOST_BESIDE = 53;
/** 32 bytes. */
const memberId = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

const shape = z.strictObject({
  format: z.enum(PROOF_FORMATS),
  root: text(80),
  id: text(128),
  version: text(64),
  sha256: text(64),
  size: z.int().check(z.nonnegative()),
  record: memberId,
  checkedAt: z.int(),
  heads: z.array(memberId).check(z.maxLength(MAX_HEADS)),
  listed: z.optional(
    z.strictObject({
      head: memberId,
      receipt: memberId,
      index: z.int().check(z.nonnegative()),
      beside: z.array(memberId).check(z.maxLength(MOST_BESIDE)),
    }),
  ),
  checks: z
    .array(
      z.strictObject({
        name: z.enum(CHECK_NAMES),
        ok: z.boolean(),
        detail: z.array(z.array(text(2000)).check(z.maxLength(8))).check(z.maxLength(1000)),
      }),
    )
    .check(z.maxLength(CHECK_NAMES.length)),
  members: z.array(text(25_000)).check(z.maxLength(4000)),
  seal: text(64),
});

/** All but the seal, in the order of the file. */
function unsealed<Bytes>(proof: Omit<Proof, 'seal'>, written: (bytes: Uint8Array<ArrayBuffer>) => Bytes) {
  const { format, root, id, version, sha256: hash, size, record, checkedAt, heads, listed, checks } = proof;
  const line = listed && { ...listed, beside: listed.beside.map(written) };
  const claim = { format, root, id, version, sha256: hash, size, record, checkedAt, heads };
  const members = proof.members.map(written);
  return { ...claim, ...(line === undefined ? {} : { listed: line }), checks, members };
}

export function sealOf(proof: Omit<Proof, 'seal'>): Sha256 {
  return sha256Of(sha256(encodeCanonical(unsealed(proof, (bytes) => bytes))));
}

export function writeProof(proof: Proof): string {
  const file = { ...unsealed(proof, toBase64Url), seal: proof.seal };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function noProof(cause: unknown, why: string): GenError {
  return new GenError('InvalidInput', 'proof-file', { field: 'proof', text: why }, cause);
}

function readListed(listed: NonNullable<z.infer<typeof shape>['listed']>): Listed {
  const { head, receipt, index, beside } = listed;
  return {
    head: head as MemberId,
    receipt: receipt as MemberId,
    index,
    beside: beside.map(fromBase64Url),
  };
}

/** What the first format has no word for is asked by nobody who reads it, and would be shown as if it were. */
function requireFormat({ format, listed, checks }: z.infer<typeof shape>): void {
  const names = checksOf(format);
  if (listed !== undefined && !names.includes('signed-head')) throw noProof(undefined, 'listed');
  if (!checks.every(({ name }) => names.includes(name))) throw noProof(undefined, 'checks');
}

/**
 * The form alone: nothing that it says has been checked.
 *
 * @throws GenError InvalidInput `proof-file`.
 */
export function readProof(file: string): Proof {
  if (file.length > MAX_PROOF)
    throw noProof(undefined, `${file.length} characters, the limit is ${MAX_PROOF}`);
  let value: unknown;
  try {
    value = JSON.parse(file);
  } catch (cause) {
    throw noProof(cause, 'not JSON');
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw noProof(parsed.error, parsed.error.issues[0]?.path.join('.') ?? '');
  requireFormat(parsed.data);
  const {
    root,
    id,
    version,
    sha256: hash,
    checkedAt,
    record,
    heads,
    listed,
    members,
    seal,
    ...rest
  } = parsed.data;
  try {
    return {
      ...rest,
      root: parseDid(root),
      id: parseModuleId(id),
      version: parseVersion(version),
      sha256: parseSha256(hash),
      record: record as MemberId,
      checkedAt: parseMicros(checkedAt),
      heads: heads as MemberId[],
      ...(listed === undefined ? {} : { listed: readListed(listed) }),
      members: members.map(fromBase64Url),
      seal: parseSha256(seal),
    };
  } catch (cause) {
    throw noProof(cause, cause instanceof GenError ? String(cause.data['field'] ?? '') : 'members');
  }
}
