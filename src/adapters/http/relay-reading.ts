import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/identity.ts';
import type { RelayClient, RelayFacts } from '../../ports/relay-client.ts';
import { exchangeWith, type Exchange, type Fetch } from './exchange.ts';
import { signedReads } from './signed-reads.ts';

export interface RelayReadingOptions {
  /** The relay's address. */
  readonly base: string;
  /** Asked where it turns out that the relay is private. */
  readonly relay: Pick<RelayClient, 'facts'>;
  /** Asked only where a private relay is read. */
  readonly signer: () => Promise<Signer>;
  readonly capabilities: () => Promise<readonly Uint8Array[]>;
  readonly clock: Clock;
  readonly fetch?: Fetch;
}

/** Signed reads of a relay for those questions that stand apart from its client, as only engines ask them. */
export function relayReading(options: RelayReadingOptions): Exchange {
  const { base, relay, signer, capabilities, clock } = options;
  let said: RelayFacts | undefined;
  return signedReads({
    exchange: exchangeWith(base, options.fetch ?? ((url, init) => fetch(url, init))),
    facts: () => said,
    askFacts: async (signal) => {
      said = await relay.facts(signal);
      return said;
    },
    signer,
    clock,
    capabilities,
  });
}
