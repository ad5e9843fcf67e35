import fastifyStatic from '@fastify/static';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GenError } from '../core/errors.ts';
import { parseSha256, type Sha256 } from '../core/ids.ts';
import { INSTALL_HEADER } from '../ports/relay-client.ts';
import { authorisedOwner } from './blob-authorization.ts';
import type { BlobStore } from './blob-store.ts';
import type { Examinations } from './examinations.ts';
import { answerError } from './problem.ts';
import { OPEN, type ReadGuard } from './read-guard.ts';
import type { CountedDownloads } from './tally/counted-downloads.ts';

interface BlobParams {
  readonly sha256: string;
}

function announcedSize(request: FastifyRequest): number {
  const text = request.headers['content-length'];
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new GenError('InvalidInput', 'length-required');
  return Number(text);
}

function isKnown(request: FastifyRequest, tag: string): boolean {
  const asked = request.headers['if-none-match']?.split(',').map((text) => text.trim().replace(/^W\//, ''));
  return asked?.some((text) => text === tag || text === '*') === true;
}

/** Tells what was sent once the answer has ended, whole or not. Several parts in one answer are no download. */
function countWhenSent(
  { method, ip, headers }: FastifyRequest,
  { raw }: FastifyReply,
  { sha256, size }: { sha256: Sha256; size: number },
  downloads: Pick<CountedDownloads, 'sent'>,
): void {
  if (method !== 'GET') return;
  const { socket } = raw;
  const before = socket?.bytesWritten ?? 0;
  raw.once('close', () => {
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(String(raw.getHeader('content-range') ?? ''));
    if (raw.statusCode !== 200 && (raw.statusCode !== 206 || range === null)) return;
    const [from = 0, last = size - 1] = range?.slice(1).map(Number) ?? [];
    // Of an answer that broke off no more went out than the socket took, its headers among it.
    const taken = from + (socket?.bytesWritten ?? 0) - before;
    const install = headers[INSTALL_HEADER];
    downloads.sent({
      sha256,
      size,
      address: ip,
      from,
      to: raw.writableFinished ? last + 1 : Math.min(taken, last),
      install: typeof install === 'string' ? install : undefined,
    });
  });
}

/** `/blobs/<sha256>`. Only what `parseSha256` lets through becomes part of a file's name. */
export async function blobRoutes(
  app: FastifyInstance,
  {
    store,
    examinations,
    downloads,
    clock,
    writable,
    guard,
  }: {
    store: BlobStore;
    examinations: Pick<Examinations, 'arrived'>;
    downloads: Pick<CountedDownloads, 'sent'>;
    clock: () => number;
    writable: () => void;
    guard: ReadGuard;
  },
): Promise<void> {
  await app.register(fastifyStatic, { serve: false });
  // The body stays a stream: it is hashed on its way to the disk.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  app.setErrorHandler<FastifyError>((thrown, request, reply) => {
    if (thrown.statusCode === 416) {
      const { sha256 } = request.params as BlobParams;
      void reply.header('content-range', `bytes */${store.size(parseSha256(sha256)) ?? 0}`);
    }
    return answerError(thrown, request, reply);
  });

  app.put<{ Params: BlobParams }>('/blobs/:sha256', async (request, reply) => {
    const sha256 = parseSha256(request.params.sha256);
    const size = announcedSize(request);
    const owner = await authorisedOwner(request.headers.authorization, sha256, clock());
    writable();
    const isNew = store.size(sha256) === undefined;
    await store.put({ sha256, size, owner }, request.raw);
    if (isNew) examinations.arrived(sha256);
    return reply.code(isNew ? 201 : 200).send();
  });

  app.get<{ Params: BlobParams }>('/blobs/:sha256', async (request, reply) => {
    const sha256: Sha256 = parseSha256(request.params.sha256);
    await guard.blob(request, reply, sha256);
    // Apps of other relays read it too: it is what its hash says, whoever asks.
    if (guard === OPEN)
      void reply
        .header('access-control-allow-origin', '*')
        .header('access-control-expose-headers', 'content-range');
    const size = store.size(sha256);
    if (size === undefined) throw new GenError('NotFound', 'blob', { sha256 });
    const tag = `"${sha256}"`;
    void reply
      .header('etag', tag)
      .header('cache-control', guard.caching('public, max-age=31536000, immutable'))
      // Whatever it holds, a browser that is sent here must not run it.
      .header('content-security-policy', "default-src 'none'; sandbox");
    if (isKnown(request, tag)) return reply.code(304).send();
    countWhenSent(request, reply, { sha256, size }, downloads);
    return reply.type('application/octet-stream').sendFile(store.relativePath(sha256), store.folder, {
      etag: false,
      lastModified: false,
      cacheControl: false,
      contentType: false,
      dotfiles: 'deny',
    });
  });
}
