import { encode } from 'cborg';
import { toBase64Url } from '../../core/bytes.ts';
import { toGenError } from '../../core/errors.ts';
import type { Sha256 } from '../../core/ids.ts';
import { PUT_BLOB_SCHEME, putBlobMessage } from '../../core/record/put-blob-message.ts';
import { isReadRefusal } from '../../core/record/read-message.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/identity.ts';
import type { RelayClient, RelayFacts } from '../../ports/relay-client.ts';
import { nonsense, parseDocumentAnswer, parseFacts, parseHeadAnswer, parsePostAnswer } from './answers.ts';
import { blobReader } from './blob-pieces.ts';
import { errorOf, exchangeWith, readWhole, type Fetch } from './exchange.ts';
import { signedReads } from './signed-reads.ts';

/** Milliseconds. */
export interface Timeouts {
  readonly facts: number;
  readonly post: number;
  readonly document: number;
  /** Without a byte; a blob may take as long as it needs. */
  readonly blob: number;
}

export interface HttpRelayOptions {
  /** The relay's address, e.g. `https://relay.example`. */
  readonly base: string;
  /** Asked only when a blob is put, and where a private relay is read. */
  readonly signer: () => Promise<Signer>;
  /** Encoded capabilities that a private relay lets read by. */
  readonly capabilities?: () => Promise<readonly Uint8Array[]>;
  readonly clock: Clock;
  readonly fetch?: Fetch;
  readonly timeouts?: Partial<Timeouts>;
}

const TIMEOUTS: Timeouts = { facts: 5_000, post: 30_000, document: 30_000, blob: 30_000 };
const MAX_FACTS = 64 * 1024;
const MAX_ANSWER = 32 * 1024 * 1024;
const MAX_SEALED = 96 * 1024;
/** `fetch` tells nothing of an upload's progress, so its time grows with its size: a slow mobile uplink. */
const UPLOAD_BYTES_PER_MS = 16;

export function httpRelay(options: HttpRelayOptions): RelayClient {
  const { signer, clock } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  // A bare `fetch` called as a method of something else is an illegal invocation in browsers.
  const exchange = exchangeWith(options.base, options.fetch ?? ((url, init) => fetch(url, init)));

  let said: RelayFacts | undefined;

  function askFacts(signal: AbortSignal | undefined): Promise<RelayFacts> {
    const request = { path: '/.well-known/gen-registry.json', timeout: timeouts.facts, signal };
    return exchange(request, async (response) => {
      if (!response.ok) throw await errorOf(response);
      said = parseFacts(await readWhole(response, MAX_FACTS));
      return said;
    });
  }

  const reading = signedReads({
    exchange,
    facts: () => said,
    askFacts,
    signer,
    clock,
    capabilities: options.capabilities ?? (async () => []),
  });

  async function authorization(sha256: Sha256): Promise<string> {
    const me = await signer();
    const at = Math.floor(clock() / 1000);
    const signature = await me.sign(putBlobMessage({ did: me.did, at, sha256 }));
    return `${PUT_BLOB_SCHEME} ${me.did} ${at} ${toBase64Url(signature)}`;
  }

  return {
    facts: askFacts,

    post(members, signal) {
      const headers = { 'content-type': 'application/cbor' };
      const init = { method: 'POST', headers, body: Uint8Array.from(encode(members)) };
      return exchange({ path: '/records', init, timeout: timeouts.post, signal }, async (response) => {
        if (!response.ok) throw await errorOf(response);
        const answer = parsePostAnswer(await readWhole(response, MAX_ANSWER));
        if (answer.results.length > members.length) throw nonsense({ where: 'results' });
        return answer;
      });
    },

    document(path, etag, signal) {
      const init = etag === undefined ? {} : { headers: { 'if-none-match': etag } };
      const query = `/records?document=${encodeURIComponent(path)}`;
      return reading({ path: query, init, timeout: timeouts.document, signal }, async (response) => {
        if (response.status === 304 && etag !== undefined) return 'unchanged';
        if (!response.ok) throw await errorOf(response);
        return parseDocumentAnswer(await readWhole(response, MAX_ANSWER));
      });
    },

    head(etag, signal) {
      const init = etag === undefined ? {} : { headers: { 'if-none-match': etag } };
      return reading({ path: '/heads', init, timeout: timeouts.document, signal }, async (response) => {
        if (response.status === 304 && etag !== undefined) return 'unchanged';
        if (!response.ok) throw await errorOf(response);
        return parseHeadAnswer(await readWhole(response, MAX_ANSWER));
      });
    },

    async hasBlob(sha256, signal) {
      const init = { method: 'HEAD' };
      try {
        return await reading(
          { path: `/blobs/${sha256}`, init, timeout: timeouts.facts, signal },
          async (response) => {
            if (response.status === 404) return false;
            if (!response.ok) throw await errorOf(response);
            return true;
          },
        );
      } catch (thrown) {
        // Who may not read may publish: it is sent then, to a relay that has it too.
        if (isReadRefusal(toGenError(thrown))) return false;
        throw thrown;
      }
    },

    async putBlob(sha256, content, signal) {
      const size = content instanceof Blob ? content.size : content.length;
      const headers = {
        'content-type': 'application/octet-stream',
        authorization: await authorization(sha256),
      };
      const init = { method: 'PUT', headers, body: content };
      const timeout = timeouts.blob + size / UPLOAD_BYTES_PER_MS;
      await exchange({ path: `/blobs/${sha256}`, init, timeout, signal }, async (response) => {
        if (!response.ok) throw await errorOf(response);
      });
    },

    readBlob: blobReader(reading, timeouts.blob),

    leaveAnswer(mailbox, sealed, signal) {
      const headers = { 'content-type': 'application/octet-stream' };
      const init = { method: 'PUT', headers, body: sealed };
      const request = { path: `/pairing/${mailbox}`, init, timeout: timeouts.post, signal };
      return exchange(request, async (response) => {
        if (!response.ok) throw await errorOf(response);
      });
    },

    collectAnswer: (mailbox, signal) =>
      exchange({ path: `/pairing/${mailbox}`, timeout: timeouts.facts, signal }, async (response) => {
        if (response.ok) return readWhole(response, MAX_SEALED);
        const fault = await errorOf(response);
        // A relay that has no mailboxes at all says so by another reason.
        if (fault.code === 'NotFound' && fault.reason === 'pairing') return undefined;
        throw fault;
      }),
  };
}
