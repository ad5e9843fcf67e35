import type { FastifyInstance } from 'fastify';
import { parseDid } from '../../core/ids.ts';
import { personDocument } from '../../core/record/document.ts';
import type { ReadGuard } from '../read-guard.ts';
import type { DomainChecks } from './domain-checks.ts';

/** `/domains`: whether a domain names a person as its publisher, by this relay's word. */
export async function domainRoutes(
  app: FastifyInstance,
  { domains, guard }: { domains: DomainChecks; guard: ReadGuard },
): Promise<void> {
  app.get<{ Params: { domain: string }; Querystring: { did?: string } }>(
    '/domains/:domain',
    async (request, reply) => {
      const did = parseDid(String(request.query.did ?? ''));
      // It tells what stands in their document.
      await guard.document(request, reply, personDocument(did));
      return reply
        .header('cache-control', guard.caching('no-cache'))
        .send(await domains.check(request.params.domain, did));
    },
  );
}
