import { decode } from 'cborg';
import * as z from 'zod/mini';
import { ERROR_CODES, GenError, type ErrorData, type PlainError } from '../../core/errors.ts';
import { toBase64Url } from '../../core/bytes.ts';
import { parseDid, parsePublicKey, type Did, type Micros } from '../../core/ids.ts';
import type { DocumentPath } from '../../core/record/document.ts';
import type { MemberId } from '../../core/record/record.ts';
import type { Place } from '../../core/view/chain-tree.ts';
import type { DomainAnswer } from '../../ports/domains.ts';
import type { DocumentAnswer, HeadAnswer, PostAnswer, RelayFacts } from '../../ports/relay-client.ts';

/** Shapes of everything that a relay answers. What does not fit is `nonsense`: it was no relay that spoke. */

const NO_DATA = {};

const did = z.pipe(
  z.string(),
  z.transform((value: string, context): Did => {
    try {
      return parseDid(value);
    } catch {
      context.issues.push({ code: 'custom', message: 'no did', input: value });
      return z.NEVER;
    }
  }),
);

const text = (max: number) => z.string().check(z.maxLength(max));

const member = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);

const isFact = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'));

/** `z.record` costs the service worker two kilobytes. */
const facts = z.custom<ErrorData>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isFact),
);

const plainError = z.pipe(
  z.object({ code: z.enum(ERROR_CODES), reason: text(200), data: z.optional(facts) }),
  z.transform((said): PlainError => ({ ...said, data: said.data ?? NO_DATA })),
);

const relayFacts = z.object({
  namespace: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  relay: did,
  name: text(200),
  policy: z.enum(['open', 'invite', 'closed']),
  maxBlob: z.int().check(z.positive()),
  private: z.optional(z.boolean()),
});

const postAnswer = z.object({
  results: z.array(
    z.object({
      id: text(100),
      state: z.enum(['receipted', 'refused']),
      error: z.optional(plainError),
    }),
  ),
  members: z.array(member),
});

const documentAnswer = z.object({ etag: text(200), members: z.array(member) });

const bytes32 = member.check(z.refine(({ length }) => length === 32));
const chain = z.pipe(
  z.tuple([
    z.string().check(z.regex(/^[\x21-\x7e]{1,1024}$/)),
    bytes32,
    z.int().check(z.nonnegative()),
    bytes32,
  ]),
  z.transform(([document, notary, number, receipt]): Place => ({
    document: document as DocumentPath,
    notary: parsePublicKey(notary),
    number,
    receipt: toBase64Url(receipt) as MemberId,
  })),
);
const headAnswer = z.object({ etag: text(200), head: member, capability: member, chains: z.array(chain) });

const domainAnswer = z.pipe(
  z.object({ verified: z.boolean(), checkedAt: z.int().check(z.nonnegative()) }),
  z.transform((said): DomainAnswer => ({ ...said, checkedAt: said.checkedAt as Micros })),
);

export const parseFacts = (bytes: Uint8Array): RelayFacts => fit(relayFacts, fromJson(bytes));
export const parsePostAnswer = (bytes: Uint8Array): PostAnswer => fit(postAnswer, fromCbor(bytes));
export const parseDocumentAnswer = (bytes: Uint8Array): DocumentAnswer =>
  fit(documentAnswer, fromCbor(bytes));

export const parseDomainAnswer = (bytes: Uint8Array): DomainAnswer => fit(domainAnswer, fromJson(bytes));
export const parseHeadAnswer = (bytes: Uint8Array): HeadAnswer => fit(headAnswer, fromCbor(bytes));

/** The relay's own error out of problem details (RFC 9457); `undefined` when these bytes are none. */
export function parseProblem(bytes: Uint8Array): GenError | undefined {
  let value: unknown;
  try {
    value = fromJson(bytes);
  } catch {
    return undefined;
  }
  const parsed = plainError.safeParse(value);
  // Whether something is given up is not for a relay to say: whoever waits would stop at it for ever.
  if (!parsed.success || parsed.data.code === 'Cancelled') return undefined;
  return new GenError(parsed.data.code, parsed.data.reason, parsed.data.data);
}

export function nonsense(data: Readonly<Record<string, string | number>>, cause?: unknown): GenError {
  return new GenError('Network', 'nonsense', data, cause);
}

function fit<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw nonsense({ where }, parsed.error);
}

function fromCbor(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, { allowIndefinite: false, rejectDuplicateMapKeys: true });
  } catch (cause) {
    throw nonsense({ where: 'cbor' }, cause);
  }
}

function fromJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw nonsense({ where: 'json' }, cause);
  }
}
