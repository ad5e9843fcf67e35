import { z } from 'zod';
import { fromHex, toBase64Url } from '../bytes.ts';
import { GenError } from '../errors.ts';
import {
  parseDid,
  parseModuleId,
  parseRange,
  parseVersion,
  sha256Of,
  type Did,
  type ModuleId,
  type Sha256,
  type Version,
  type VersionRange,
} from '../ids.ts';
import { MODULE_TYPES } from '../module-type.ts';
import { decodeCanonical, encodeCanonical } from './canonical-cbor.ts';
import type { MemberId } from './record.ts';

/**
 * Bodies of the records' payloads. Hashes and keys travel as 32 bytes and are read as their texts. Unknown
 * keys are refused: a body that does not fit its schema has no standing.
 */

function parsedBy<T>(parse: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'malformed' });
      return z.NEVER;
    }
  });
}

const bytes32 = z.instanceof(Uint8Array).refine((bytes) => bytes.length === 32);
const hash = bytes32.transform((bytes): Sha256 => sha256Of(bytes));
const memberRef = bytes32.transform((bytes) => toBase64Url(bytes) as MemberId);
const moduleId = parsedBy<ModuleId>(parseModuleId);
const version = parsedBy<Version>(parseVersion);
const range = parsedBy<VersionRange>(parseRange);
const did = parsedBy<Did>(parseDid);
const count = z.number().int().nonnegative();

export const MAX_NAME = 80;
export const MAX_DESCRIPTION = 500;
export const MAX_TAG = 32;
export const MAX_TAGS = 20;
export const TAG = /^[a-z0-9][a-z0-9+.-]*$/;
/** Exported functions that stand in a record; the rest is counted and read from the binary. */
export const MAX_EXPORTS = 120;

export const METADATA_FIELDS = [
  'name',
  'description',
  'licence',
  'type',
  'author',
  'homepage',
  'repository',
  'branch',
  'readme',
] as const;
export type MetadataField = (typeof METADATA_FIELDS)[number];

const url = z
  .string()
  .max(500)
  .regex(/^https?:\/\/[^\s]+$/);

/** `null` takes an optional field back. */
const metadataBodies: Record<MetadataField, z.ZodType<{ value: string | null }>> = {
  name: z.strictObject({ value: z.string().trim().min(1).max(MAX_NAME) }),
  description: z.strictObject({ value: z.string().max(MAX_DESCRIPTION) }),
  licence: z.strictObject({ value: z.string().min(1).max(100) }),
  type: z.strictObject({ value: z.enum(MODULE_TYPES) }),
  author: z.strictObject({ value: z.string().max(200).nullable() }),
  homepage: z.strictObject({ value: url.nullable() }),
  repository: z.strictObject({ value: url.nullable() }),
  branch: z.strictObject({ value: z.string().max(200).nullable() }),
  readme: z.strictObject({ value: hash.nullable() }),
};

const dependency = z.strictObject({ id: moduleId, range, optional: z.boolean().optional() });

const release = z.strictObject({
  sha256: hash,
  size: count,
  dependencies: z.array(dependency).max(100),
  conflicts: z.array(dependency).max(100),
  imports: z.array(z.string().max(200)).max(64),
  exports: z.array(z.tuple([z.string().max(200), z.string().max(200)])).max(MAX_EXPORTS),
  exportCount: count,
  changelog: hash.optional(),
});

const status = z.strictObject({
  status: z.enum(['yanked', 'deprecated', 'restored']),
  reason: z.string().max(500),
});
const tag = z.union([
  z.strictObject({ add: z.literal(true) }),
  z.strictObject({ remove: z.array(memberRef).min(1).max(100) }),
]);
const rating = z.strictObject({
  stars: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  review: hash.optional(),
  version: version.optional(),
});
const grant = z.strictObject({ capability: memberRef, to: did });
const claim = z.strictObject({});
const tombstone = z.strictObject({ reason: z.string().max(500) });
const key = z.strictObject({ role: z.enum(['naming', 'notary', 'admin']), key: did, capability: memberRef });
const receipt = z.strictObject({
  number: count,
  previous: memberRef.nullable(),
  records: z.array(memberRef).min(1).max(400),
});

/** Short keys: a hundred thousand of these travel to every device. */
const card = z
  .strictObject({
    n: z.string().min(1).max(MAX_NAME),
    d: z.string().max(240),
    v: version,
    t: z.array(z.string().max(MAX_TAG).regex(TAG)).max(MAX_TAGS),
    l: z.string().max(100),
    k: z.enum(MODULE_TYPES),
    i: z.array(z.string().max(24)).max(8),
    s: count,
  })
  .transform(({ n, d, v, t, l, k, i, s }) => ({
    name: n,
    description: d,
    version: v,
    tags: t,
    licence: l,
    type: k,
    imports: i,
    size: s,
  }));

const bodySchemas = { release, status, tag, rating, grant, claim, tombstone, key, receipt, card };

export type BodyKind = keyof typeof bodySchemas;
export type Body<Kind extends BodyKind> = z.output<(typeof bodySchemas)[Kind]>;
export type RawBody<Kind extends BodyKind> = z.input<(typeof bodySchemas)[Kind]>;

/** @returns the body, or `undefined` when the payload does not fit: such a record has no standing. */
export function readBody<Kind extends BodyKind>(kind: Kind, payload: Uint8Array): Body<Kind> | undefined {
  const schema: z.ZodType = bodySchemas[kind];
  return read(schema, payload) as Body<Kind> | undefined;
}

export function readMetadata(
  field: MetadataField,
  payload: Uint8Array,
): { value: string | null } | undefined {
  return read(metadataBodies[field], payload);
}

function read<T>(schema: z.ZodType<T>, payload: Uint8Array): T | undefined {
  try {
    const parsed = schema.safeParse(decodeCanonical(payload));
    return parsed.success ? parsed.data : undefined;
  } catch (thrown) {
    if (thrown instanceof GenError) return undefined;
    throw thrown;
  }
}

function write(schema: z.ZodType, name: string, body: unknown): Uint8Array<ArrayBuffer> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new GenError('InvalidInput', 'body', { kind: name, field: issue?.path.join('.') ?? '' });
  }
  return encodeCanonical(body);
}

/** @throws GenError InvalidInput `body` when it would have no standing. */
export function writeBody<Kind extends BodyKind>(kind: Kind, body: RawBody<Kind>): Uint8Array<ArrayBuffer> {
  return write(bodySchemas[kind], kind, body);
}

export function writeMetadata(field: MetadataField, value: string | null): Uint8Array<ArrayBuffer> {
  const raw = field === 'readme' && value !== null ? fromHex(value) : value;
  return write(metadataBodies[field], field, { value: raw });
}
