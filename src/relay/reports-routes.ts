import type { FastifyInstance } from 'fastify';
import type { ReadGuard } from './read-guard.ts';
import { sendCompressed } from './records-routes.ts';
import type { ReportIndex } from './report-index.ts';

/** `/reports`: where a moderator finds what there is to look at. The reports themselves are read as any document. */
export async function reportsRoutes(
  app: FastifyInstance,
  { reports, guard }: { reports: ReportIndex; guard: ReadGuard },
): Promise<void> {
  app.get('/reports', async (request, reply) => {
    await guard.everything(request, reply);
    const { etag, answer } = await reports.newest();
    void reply.header('etag', etag).header('cache-control', guard.caching('no-cache'));
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return sendCompressed(reply, answer);
  });
}
