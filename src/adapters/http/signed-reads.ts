import { toBase64Url } from '../../core/bytes.ts';
import { GenError, toGenError } from '../../core/errors.ts';
import { PUT_BLOB_SCHEME } from '../../core/record/put-blob-message.ts';
import { isReadRefusal, READ_CAPABILITY_HEADER, readMessage } from '../../core/record/read-message.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/identity.ts';
import type { RelayFacts } from '../../ports/relay-client.ts';
import type { Exchange } from './exchange.ts';

export interface SignedReadsOptions {
  readonly exchange: Exchange;
  /** What the relay has said of itself last; asked for anew where it refuses an unsigned question. */
  readonly facts: () => RelayFacts | undefined;
  readonly askFacts: (signal: AbortSignal | undefined) => Promise<RelayFacts>;
  readonly signer: () => Promise<Signer>;
  readonly clock: Clock;
  /** Encoded capabilities for reading. */
  readonly capabilities: () => Promise<readonly Uint8Array[]>;
}

/**
 * Questions to a relay that may be private: signed, with what lets this person read, once the relay has said that it is.
 * To any other they tell nobody who asks.
 *
 * @throws GenError also PermissionDenied `read-capability`.
 */
export function signedReads(options: SignedReadsOptions): Exchange {
  const { exchange, facts, askFacts, signer, clock, capabilities } = options;

  async function signature(path: string, method: string): Promise<Record<string, string> | undefined> {
    const said = facts();
    if (said?.private !== true) return undefined;
    const shown = await capabilities();
    // Without any the answer is known: nobody needs to learn who asked.
    if (shown.length === 0) return undefined;
    const me = await signer();
    const at = Math.floor(clock() / 1000);
    const signed = await me.sign(readMessage({ relay: said.relay, did: me.did, at, method, path }));
    return {
      authorization: `${PUT_BLOB_SCHEME} ${me.did} ${at} ${toBase64Url(signed)}`,
      [READ_CAPABILITY_HEADER]: shown.map(toBase64Url).join(', '),
    };
  }

  return async (request, read) => {
    const { path, init = {} } = request;
    const ask = (headers: Record<string, string> | undefined) =>
      exchange(
        {
          ...request,
          init: { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } },
        },
        async (response, watch) => {
          // The answer to HEAD brings no problem details.
          if (response.status === 401 && init.method === 'HEAD')
            throw new GenError('PermissionDenied', 'read-capability');
          return read(response, watch);
        },
      );
    const method = init.method ?? 'GET';
    const first = await signature(path, method);
    try {
      return await ask(first);
    } catch (thrown) {
      if (first !== undefined || !isReadRefusal(toGenError(thrown))) throw thrown;
      await askFacts(request.signal);
      const second = await signature(path, method);
      if (second === undefined) throw thrown;
      return ask(second);
    }
  };
}
