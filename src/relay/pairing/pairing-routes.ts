import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GenError } from '../../core/errors.ts';
import { addressGroup } from '../address-group.ts';
import type { Metrics } from '../metrics.ts';
import { PostsUnderway } from '../posts-underway.ts';
import { MAILBOX_LIMITS, type Mailboxes } from './mailboxes.ts';

const SEALED = 'application/octet-stream';
const MAX_SEALED = 96 * 1024;

interface MailboxParams {
  readonly mailbox: string;
}

function parseMailbox({ mailbox }: MailboxParams): string {
  if (!/^[0-9a-f]{64}$/.test(mailbox)) throw new GenError('InvalidInput', 'mailbox');
  return mailbox;
}

/**
 * `/pairing/<mailbox>`: where an answer waits for a device that is being paired. Asked without a permission on a private relay
 * too, as the new device has none yet: it holds only what was left in it, for whoever knows its name.
 */
export async function pairingRoutes(
  app: FastifyInstance,
  { mailboxes, metrics }: { mailboxes: Mailboxes; metrics: Metrics },
): Promise<void> {
  metrics.gauge(
    'gen_registry_pairing_answers',
    'Sealed answers that wait for a new device.',
    () => mailboxes.count,
  );
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(SEALED, { parseAs: 'buffer', bodyLimit: MAX_SEALED }, (_request, body, done) =>
    done(null, body),
  );

  const underway = new PostsUnderway(MAILBOX_LIMITS.bytes, MAX_SEALED);
  const onRequest = async ({ raw }: FastifyRequest, reply: FastifyReply): Promise<void> =>
    underway.enter(raw, reply.raw);

  app.put<{ Params: MailboxParams }>(
    '/pairing/:mailbox',
    { bodyLimit: MAX_SEALED, onRequest },
    async (request, reply) => {
      const mailbox = parseMailbox(request.params);
      const { body } = request;
      if (!(body instanceof Uint8Array)) throw new GenError('InvalidInput', 'content-type');
      const isNew = mailboxes.leave(mailbox, body, addressGroup(request.ip));
      return reply
        .code(isNew ? 201 : 200)
        .header('cache-control', 'no-store')
        .send();
    },
  );

  app.get<{ Params: MailboxParams }>('/pairing/:mailbox', async (request, reply) => {
    const sealed = mailboxes.collect(parseMailbox(request.params));
    if (sealed === undefined) throw new GenError('NotFound', 'pairing');
    return (
      reply
        .type(SEALED)
        .header('cache-control', 'no-store')
        // Whatever it holds, a browser that is sent here must not run it.
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(Buffer.from(sealed))
    );
  });
}
