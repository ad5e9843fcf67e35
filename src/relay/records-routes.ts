import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { decode, encode } from 'cborg';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GenError } from '../core/errors.ts';
import { parseDocumentPath, type Epoch } from '../core/record/document.ts';
import type { Acceptor } from './accept.ts';
import type { Limits } from './config.ts';
import type { Journal } from './journal.ts';
import { PostsUnderway } from './posts-underway.ts';
import type { ReadGuard } from './read-guard.ts';

const CBOR = 'application/cbor';
/** Below this, compression costs more than it saves. */
const WORTH_COMPRESSING = 1024;
const compressors = {
  br: (bytes: Uint8Array) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes),
};

function parsePost(body: Uint8Array, maxMembers: number): readonly Uint8Array[] {
  let value: unknown;
  try {
    value = decode(body, { allowIndefinite: false, rejectDuplicateMapKeys: true });
  } catch (cause) {
    throw new GenError('InvalidInput', 'cbor', { bytes: body.length }, cause);
  }
  const parsed = z.array(z.instanceof(Uint8Array)).safeParse(value);
  if (!parsed.success) throw new GenError('InvalidInput', 'post-shape');
  if (parsed.data.length > maxMembers) {
    throw new GenError('InvalidInput', 'post-size', { members: parsed.data.length, limit: maxMembers });
  }
  return parsed.data;
}

function sendCbor(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.type(CBOR).send(Buffer.from(encode(value, { ignoreUndefinedProperties: true })));
}

/** What many ask for is compressed once: the newest head of a large relay is megabytes. Gone with the bytes themselves. */
const compressed = new WeakMap<Uint8Array, Map<string, Promise<Buffer>>>();

function compress(encoding: keyof typeof compressors, bytes: Uint8Array): Promise<Buffer> {
  const known = compressed.get(bytes) ?? new Map<string, Promise<Buffer>>();
  compressed.set(bytes, known);
  const one = known.get(encoding) ?? compressors[encoding](bytes);
  known.set(encoding, one);
  return one;
}

export async function sendCompressed(reply: FastifyReply, bytes: Uint8Array): Promise<FastifyReply> {
  const varies = [reply.getHeader('vary'), 'accept-encoding'].filter((name) => name !== undefined);
  void reply.type(CBOR).header('vary', varies.join(', '));
  const header = String(reply.request.headers['accept-encoding'] ?? '');
  const accepted = new Set(header.split(/[;,]/).map((text) => text.trim()));
  const encoding = (['br', 'gzip'] as const).find((name) => accepted.has(name));
  if (encoding === undefined || bytes.length < WORTH_COMPRESSING) return reply.send(Buffer.from(bytes));
  return reply.header('content-encoding', encoding).send(await compress(encoding, bytes));
}

/** `/records`: the way into the journal, and a document as a list of its members. */
export async function recordsRoutes(
  app: FastifyInstance,
  parts: {
    acceptor: Acceptor;
    journal: Journal;
    epoch: Epoch;
    limits: Limits;
    writable: () => void;
    guard: ReadGuard;
  },
): Promise<void> {
  const { acceptor, journal, epoch, limits, writable, guard } = parts;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(CBOR, { parseAs: 'buffer', bodyLimit: limits.maxPost }, (_request, body, done) =>
    done(null, body),
  );

  const underway = new PostsUnderway(limits.postsUnderway, limits.maxPost);
  const onRequest = async ({ raw }: FastifyRequest, reply: FastifyReply): Promise<void> =>
    underway.enter(raw, reply.raw);
  app.post('/records', { bodyLimit: limits.maxPost, onRequest }, async (request, reply) => {
    if (!(request.body instanceof Uint8Array)) throw new GenError('InvalidInput', 'content-type');
    const members = parsePost(request.body, limits.maxMembers);
    writable();
    return sendCbor(reply.header('cache-control', 'no-store'), await acceptor.post(members));
  });

  app.get<{ Querystring: { document?: string } }>('/records', async (request, reply) => {
    const document = parseDocumentPath(String(request.query.document ?? ''), epoch);
    await guard.document(request, reply, document);
    const etag = `W/"${journal.version(document)}"`;
    void reply.header('etag', etag).header('cache-control', guard.caching('no-cache'));
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return sendCompressed(reply, encode({ etag, members: journal.members(document) }));
  });
}
