import * as z from 'zod/mini';
import { fromHex } from '../bytes.ts';
import { GenError } from '../errors.ts';
import { MODULE_TYPES } from '../module-type.ts';
import {
  LONGEST_EXPORT,
  LONGEST_WASI,
  MAX_DECLARED_EXPORTS,
  MAX_DECLARED_IMPORTS,
  MAX_DECLARED_WASI,
} from '../release-limits.ts';
import {
  count,
  did,
  filled,
  hash,
  keyHolder,
  memberRef,
  moduleId,
  range,
  text,
  version,
} from './body-fields.ts';
import { decodeCanonical, encodeCanonical } from './canonical-cbor.ts';

/**
 * Bodies of the records' payloads. Hashes and keys travel as 32 bytes and are read as their texts. Unknown
 * keys are refused: a body that does not fit its schema has no standing.
 */

export const MAX_NAME = 80;
export const MAX_DESCRIPTION = 500;
export const MAX_TAG = 32;
export const MAX_TAGS = 20;
export const TAG = /^[a-z0-9][a-z0-9+.-]*$/;
export const MAX_CARD_TEXT = 240;
export const MAX_CARD_LICENCE = 100;
export const MAX_CARD_IMPORTS = 8;
export const MAX_CARD_IMPORT = 24;
export const MAX_CARD_AUTHOR = 80;
export const MAX_CARD_EXPORTS = 12;
export const MAX_CARD_NEEDS = 32;
/** Of one function with its type. */
export const MAX_CARD_EXPORT = 64;
export const MAX_PERSON_NAME = 60;
/** No control characters, no marks of direction, one line. */
export const PERSON_NAME = /^[^\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]*$/u;
/** Lower-case, two labels or more, and no address: the last label begins with a letter. */
export const HOST_NAME =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** Why somebody reports a module or a review. */
export const REPORT_REASONS = [
  'malware',
  'impersonation',
  'spam',
  'abuse',
  'illegal',
  'broken',
  'other',
] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];
export const MAX_REPORT = 1000;
export const MAX_MODERATION_REASON = 500;
/** Of each of the two lists of a namespace's import rules. */
export const MAX_IMPORT_PATTERNS = 50;

/** Ends of receipt chains that a revocation names: one for each document and notary. */
export const MAX_HEADS = 400;

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

const url = z.string().check(z.maxLength(500), z.regex(/^https?:\/\/[^\s]+$/));

/** `null` takes an optional field back. */
const metadataBodies: Record<MetadataField, z.ZodMiniType<{ value: string | null }>> = {
  name: z.strictObject({ value: z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_NAME)) }),
  description: z.strictObject({ value: text(MAX_DESCRIPTION) }),
  licence: z.strictObject({ value: filled(100) }),
  type: z.strictObject({ value: z.enum(MODULE_TYPES) }),
  author: z.strictObject({ value: z.nullable(text(200)) }),
  homepage: z.strictObject({ value: z.nullable(url) }),
  repository: z.strictObject({ value: z.nullable(url) }),
  branch: z.strictObject({ value: z.nullable(text(200)) }),
  readme: z.strictObject({ value: z.nullable(hash) }),
};

const dependency = z.strictObject({ id: moduleId, range, optional: z.optional(z.boolean()) });

/** Not there at all where it would be empty: one spelling for one fact. */
const wasiFunctions = z.array(text(LONGEST_WASI)).check(
  z.minLength(1),
  z.maxLength(MAX_DECLARED_WASI),
  z.refine((names) => names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name)),
);
const release = z.strictObject({
  sha256: hash,
  size: count,
  dependencies: z.array(dependency).check(z.maxLength(100)),
  conflicts: z.array(dependency).check(z.maxLength(100)),
  imports: z.array(text(200)).check(z.maxLength(MAX_DECLARED_IMPORTS)),
  wasi: z.optional(wasiFunctions),
  exports: z
    .array(z.tuple([text(LONGEST_EXPORT), text(LONGEST_EXPORT)]))
    .check(z.maxLength(MAX_DECLARED_EXPORTS)),
  exportCount: count,
  changelog: z.optional(hash),
});

const status = z.strictObject({
  status: z.enum(['yanked', 'deprecated', 'restored']),
  reason: text(500),
});
const tag = z.union([
  z.strictObject({ add: z.literal(true) }),
  z.strictObject({ remove: z.array(memberRef).check(z.minLength(1), z.maxLength(100)) }),
]);
const rating = z.strictObject({
  stars: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  review: z.optional(hash),
  version: z.optional(version),
});
const report = z.union([
  z.strictObject({
    reason: z.enum(REPORT_REASONS),
    text: text(MAX_REPORT),
    version: z.optional(version),
  }),
  z.strictObject({ withdrawn: z.literal(true) }),
]);
/** What one moderator says of a module or a review; `false` takes back what they said before. */
const moderation = z.strictObject({ hidden: z.boolean(), reason: text(MAX_MODERATION_REASON) });
/** An admin's word that somebody is a person whose ratings count; `false` takes the registry's word back. */
const vouch = z.strictObject({ vouched: z.boolean(), reason: text(MAX_MODERATION_REASON) });
const importPatterns = z.array(filled(128)).check(z.maxLength(MAX_IMPORT_PATTERNS));
/** What an install asks about in the whole namespace, by its admins; `withdrawn` leaves that to each device again. */
const importRules = z.union([
  z.strictObject({
    level: z.enum(['nothing', 'wasi', 'glue', 'anything']),
    allow: importPatterns,
    deny: importPatterns,
    validation: z.enum(['strict', 'standard', 'permissive']),
  }),
  z.strictObject({ withdrawn: z.literal(true) }),
]);
/** One line of what can be seen: marks of direction dress one name up as another. */
const line = z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_PERSON_NAME), z.regex(PERSON_NAME));
const profile = z.strictObject({ name: line, domain: z.optional(z.string().check(z.regex(HOST_NAME))) });
/** The capability is an invitation: it came from the authority, and covers the name. */
const claim = z.strictObject({ capability: z.optional(memberRef) });
/** The encoded capability that the publisher holds, or its end: what the chains up to `heads` receipt still stands. */
const heads = z.array(memberRef).check(z.maxLength(MAX_HEADS));
/** By a transfer the name comes from the owner before, whose work stands up to `heads`. */
const grant = z.strictObject({
  capability: memberRef,
  to: did,
  transfer: z.optional(memberRef),
  heads: z.optional(heads),
});
/** The owner hands the name over to somebody who has not taken it up yet, or takes that back. */
const transfer = z.union([
  z.strictObject({ to: did, heads, reason: text(500) }),
  z.strictObject({ cancel: z.literal(true) }),
]);
const publisher = z.union([
  z.strictObject({ capability: z.instanceof(Uint8Array).check(z.refine(({ length }) => length <= 12_288)) }),
  z.strictObject({ withdraw: memberRef, heads, reason: text(500) }),
]);
/** A key that signs for a person, as its holder calls it; or its end, as a publisher's. */
const device = z.union([
  z.strictObject({
    name: line,
    capability: z.instanceof(Uint8Array).check(z.refine(({ length }) => length <= 1024)),
  }),
  z.strictObject({ withdraw: memberRef, heads, reason: text(500) }),
]);
const revocation = z.strictObject({ heads, reason: text(500) });
const settlement = z.strictObject({ keep: memberRef, reason: text(500) });
const tombstone = z.strictObject({ reason: text(500) });
const key = z.strictObject({ role: z.enum(['naming', 'notary', 'admin']), key: did, capability: memberRef });
const receipt = z.strictObject({
  number: count,
  previous: z.nullable(memberRef),
  records: z.array(memberRef).check(z.minLength(1), z.maxLength(400)),
});
/** What a notary says of all chains that its relay holds: the root of their tree, and how many they are. */
const head = z.strictObject({ number: count, previous: z.nullable(memberRef), tree: hash, chains: count });

/**
 * Short keys: a hundred thousand of these travel to every device. `a`: who made it, where that is not the publisher.
 * `e`: some of the functions that it offers, `compress(i32,i32)->i32`; `r`: modules that it cannot do without. Neither is there at all
 * where there are none.
 */
const rawCard = z.strictObject({
  n: filled(MAX_NAME),
  d: text(MAX_CARD_TEXT),
  v: version,
  t: z.array(z.string().check(z.maxLength(MAX_TAG), z.regex(TAG))).check(z.maxLength(MAX_TAGS)),
  l: text(MAX_CARD_LICENCE),
  k: z.enum(MODULE_TYPES),
  i: z.array(text(MAX_CARD_IMPORT)).check(z.maxLength(MAX_CARD_IMPORTS)),
  s: count,
  o: z.optional(keyHolder),
  a: z.optional(filled(MAX_CARD_AUTHOR)),
  e: z.optional(z.array(filled(MAX_CARD_EXPORT)).check(z.minLength(1), z.maxLength(MAX_CARD_EXPORTS))),
  r: z.optional(z.array(moduleId).check(z.minLength(1), z.maxLength(MAX_CARD_NEEDS))),
});
const card = z.pipe(
  rawCard,
  z.transform(({ n, d, v, t, l, k, i, s, o, a, e, r }: z.output<typeof rawCard>) => ({
    name: n,
    description: d,
    version: v,
    tags: t,
    licence: l,
    type: k,
    imports: i,
    size: s,
    owner: o,
    madeBy: a,
    exports: e ?? [],
    needs: r ?? [],
  })),
);

const bodySchemas = {
  release,
  status,
  tag,
  rating,
  report,
  moderation,
  importRules,
  vouch,
  profile,
  grant,
  claim,
  publisher,
  device,
  revocation,
  settlement,
  tombstone,
  transfer,
  key,
  receipt,
  head,
  card,
};

export type BodyKind = keyof typeof bodySchemas;
export type Body<Kind extends BodyKind> = z.output<(typeof bodySchemas)[Kind]>;
export type RawBody<Kind extends BodyKind> = z.input<(typeof bodySchemas)[Kind]>;

/** @returns the body, or `undefined` when the payload does not fit: such a record has no standing. */
export function readBody<Kind extends BodyKind>(kind: Kind, payload: Uint8Array): Body<Kind> | undefined {
  const schema: z.ZodMiniType = bodySchemas[kind];
  return read(schema, payload) as Body<Kind> | undefined;
}

export function readMetadata(
  field: MetadataField,
  payload: Uint8Array,
): { value: string | null } | undefined {
  return read(metadataBodies[field], payload);
}

function read<T>(schema: z.ZodMiniType<T>, payload: Uint8Array): T | undefined {
  try {
    const parsed = schema.safeParse(decodeCanonical(payload));
    return parsed.success ? parsed.data : undefined;
  } catch (thrown) {
    if (thrown instanceof GenError) return undefined;
    throw thrown;
  }
}

function write(schema: z.ZodMiniType, name: string, body: unknown): Uint8Array<ArrayBuffer> {
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
