import fastifyStatic from '@fastify/static';
import type { FastifyError, FastifyInstance } from 'fastify';
import { GenError } from '../core/errors.ts';
import { parseSha256 } from '../core/ids.ts';
import type { OwnStanding } from './own-standing.ts';
import { answerError } from './problem.ts';
import type { ReadGuard } from './read-guard.ts';
import { sendCompressed } from './records-routes.ts';
import type { Snapshots } from './snapshots.ts';

/** `/snapshots`: the catalogue as files. Only what `parseSha256` lets through becomes the name of one. */
export async function snapshotsRoutes(
  app: FastifyInstance,
  { snapshots, own, guard }: { snapshots: Snapshots | undefined; own: OwnStanding; guard: ReadGuard },
): Promise<void> {
  await app.register(fastifyStatic, { serve: false });

  app.setErrorHandler<FastifyError>((thrown, request, reply) => {
    const { sha256 } = request.params as { sha256?: string };
    if (thrown.statusCode === 416 && sha256 !== undefined)
      void reply.header('content-range', `bytes */${snapshots?.size(parseSha256(sha256)) ?? 0}`);
    return answerError(thrown, request, reply);
  });

  app.get('/snapshots', async (request, reply) => {
    await guard.everything(request, reply);
    // Its word counts no more; what the documents hold is had by sync.
    const newest = own.ended('notary') === undefined ? await snapshots?.newest() : undefined;
    if (newest === undefined) throw new GenError('NotFound', 'snapshots');
    const { etag, answer } = newest;
    void reply.header('etag', etag).header('cache-control', guard.caching('no-cache'));
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return sendCompressed(reply, answer);
  });

  app.get<{ Params: { sha256: string } }>('/snapshots/:sha256', async (request, reply) => {
    await guard.everything(request, reply);
    const sha256 = parseSha256(request.params.sha256);
    if (snapshots?.size(sha256) === undefined) throw new GenError('NotFound', 'blob', { sha256 });
    const tag = `"${sha256}"`;
    void reply
      .header('etag', tag)
      .header('cache-control', guard.caching('public, max-age=31536000, immutable'))
      .header('content-security-policy', "default-src 'none'; sandbox");
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    return reply.type('application/octet-stream').sendFile(sha256, snapshots.folder, {
      etag: false,
      lastModified: false,
      cacheControl: false,
      contentType: false,
      dotfiles: 'deny',
    });
  });
}
