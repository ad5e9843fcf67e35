import type { FastifyReply, FastifyRequest } from 'fastify';
import { fromBase64Url } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { publicKeyOf, type Did, type Sha256 } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import { MAX_READ_CAPABILITIES, READ_CAPABILITY_HEADER, readMessage } from '../core/record/read-message.ts';
import type { Reader } from '../core/view/may-read.ts';
import { signedBy } from './blob-authorization.ts';
import type { Readers } from './readers.ts';

/** What stands before every answer that holds records or blobs. Nothing is looked up before it has let pass. */
export interface ReadGuard {
  /** The `cache-control` of what is sent, where `shared` would do for everybody. */
  caching(shared: string): string;
  /** @throws GenError PermissionDenied `read-capability` | SignatureInvalid | InvalidInput, all by every method. */
  document(request: FastifyRequest, reply: FastifyReply, document: DocumentPath): Promise<void>;
  blob(request: FastifyRequest, reply: FastifyReply, sha256: Sha256): Promise<void>;
  everything(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Everybody may read. */
export const OPEN: ReadGuard = {
  caching: (shared) => shared,
  document: () => Promise.resolve(),
  blob: () => Promise.resolve(),
  everything: () => Promise.resolve(),
};

/** What nobody may read without a permission. */
function noPermission(): GenError {
  return new GenError('PermissionDenied', 'read-capability');
}

/** A header that was sent more than once is joined by commas on its way. */
function shownBy({ headers }: FastifyRequest): Uint8Array[] {
  const parts = String(headers[READ_CAPABILITY_HEADER] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length > MAX_READ_CAPABILITIES || !parts.every((part) => /^[\w-]+$/.test(part)))
    throw new GenError('InvalidInput', 'capabilities', { limit: MAX_READ_CAPABILITIES });
  return parts.map(fromBase64Url);
}

/**
 * @param relay its own DID, which a request is signed for.
 * @param clock milliseconds since 1970.
 */
export function readGuard(readers: Readers, relay: Did, clock: () => number): ReadGuard {
  async function readerOf(request: FastifyRequest): Promise<Reader> {
    const { authorization } = request.headers;
    if (authorization === undefined) throw noPermission();
    const { method, url: path } = request;
    const did = await signedBy(authorization, clock(), (signer, at) =>
      readMessage({ relay, did: signer, at, method, path }),
    );
    return readers.reader(publicKeyOf(did), shownBy(request));
  }

  async function require(
    request: FastifyRequest,
    reply: FastifyReply,
    isLet: (reader: Reader) => boolean | Promise<boolean>,
  ): Promise<void> {
    // Of the refusal too: an answer to one must not be kept for another.
    void reply.header('vary', `authorization, ${READ_CAPABILITY_HEADER}`).header('www-authenticate', 'Gen');
    if (!(await isLet(await readerOf(request)))) throw noPermission();
    void reply.removeHeader('www-authenticate');
  }

  return {
    caching: () => 'private, no-cache',
    document: (request, reply, document) =>
      require(request, reply, (reader) => readers.mayRead(reader, document)),
    blob: (request, reply, sha256) =>
      require(request, reply, (reader) => readers.mayReadBlob(reader, sha256)),
    everything: (request, reply) => require(request, reply, (reader) => readers.mayReadAll(reader)),
  };
}
