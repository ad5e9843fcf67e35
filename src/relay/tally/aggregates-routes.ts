import type { FastifyInstance } from 'fastify';
import { GenError } from '../../core/errors.ts';
import type { OwnStanding } from '../own-standing.ts';
import type { ReadGuard } from '../read-guard.ts';
import { sendCompressed } from '../records-routes.ts';
import type { Aggregates } from './aggregates.ts';

/** `/aggregates`: what this relay counted, signed. */
export async function aggregatesRoutes(
  app: FastifyInstance,
  { aggregates, own, guard }: { aggregates: Pick<Aggregates, 'newest'>; own: OwnStanding; guard: ReadGuard },
): Promise<void> {
  app.get('/aggregates', async (request, reply) => {
    await guard.everything(request, reply);
    // No device would believe it.
    if (own.ended('notary') !== undefined) throw new GenError('NotFound', 'aggregates');
    const { etag, answer } = await aggregates.newest();
    void reply.header('etag', etag).header('cache-control', guard.caching('public, max-age=60'));
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return sendCompressed(reply, answer);
  });
}
