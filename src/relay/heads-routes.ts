import type { FastifyInstance } from 'fastify';
import { GenError } from '../core/errors.ts';
import type { Heads } from './heads.ts';
import type { OwnStanding } from './own-standing.ts';
import type { ReadGuard } from './read-guard.ts';
import { sendCompressed } from './records-routes.ts';

/** `/heads`: what this relay says that its whole namespace holds, signed. */
export async function headsRoutes(
  app: FastifyInstance,
  { heads, own, guard }: { heads: Heads | undefined; own: OwnStanding; guard: ReadGuard },
): Promise<void> {
  app.get('/heads', async (request, reply) => {
    await guard.everything(request, reply);
    // No device would believe one, and each would be told to rely on this relay no more.
    if (heads === undefined || own.ended('heads') !== undefined) throw new GenError('NotFound', 'head');
    const { etag, answer } = await heads.newest();
    void reply.header('etag', etag).header('cache-control', guard.caching('no-cache'));
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return sendCompressed(reply, answer);
  });
}
