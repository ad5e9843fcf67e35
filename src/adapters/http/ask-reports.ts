import * as z from 'zod/mini';
import { decode } from 'cborg';
import { parseModuleId, type Micros } from '../../core/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/identity.ts';
import type { AskReports, ReportedModule } from '../../ports/moderation.ts';
import type { RelayFacts } from '../../ports/relay-client.ts';
import { nonsense, parseFacts } from './answers.ts';
import { errorOf, exchangeWith, readWhole, type Fetch } from './exchange.ts';
import { signedReads } from './signed-reads.ts';

const MAX_FACTS = 64 * 1024;
const MAX_ANSWER = 1024 * 1024;
/** Milliseconds. */
const TIMEOUT = 30_000;
const FACTS_TIMEOUT = 5_000;

const answer = z.object({
  modules: z.array(z.tuple([z.string(), z.int().check(z.nonnegative()), z.int().check(z.nonnegative())])),
});

function parseReports(bytes: Uint8Array): readonly ReportedModule[] {
  try {
    const value: unknown = decode(bytes, { allowIndefinite: false, rejectDuplicateMapKeys: true });
    return z
      .parse(answer, value)
      .modules.map(([id, count, newest]) => ({ id: parseModuleId(id), count, newest: newest as Micros }));
  } catch (cause) {
    throw nonsense({ where: 'reports' }, cause);
  }
}

export interface ReportsAskerOptions {
  readonly base: string;
  /** Asked only where a private relay is read. */
  readonly signer: () => Promise<Signer>;
  readonly capabilities: () => Promise<readonly Uint8Array[]>;
  readonly clock: Clock;
  readonly fetch?: Fetch;
}

/** Apart from the other questions to a relay, as only moderators ask it: the service worker does without. */
export function reportsAsker(options: ReportsAskerOptions): AskReports {
  const { base, signer, capabilities, clock } = options;
  const exchange = exchangeWith(base, options.fetch ?? ((url, init) => fetch(url, init)));
  let said: RelayFacts | undefined;
  const reading = signedReads({
    exchange,
    facts: () => said,
    askFacts: (signal) =>
      exchange(
        { path: '/.well-known/gen-registry.json', timeout: FACTS_TIMEOUT, signal },
        async (response) => {
          if (!response.ok) throw await errorOf(response);
          said = parseFacts(await readWhole(response, MAX_FACTS));
          return said;
        },
      ),
    signer,
    clock,
    capabilities,
  });
  return (signal) =>
    reading({ path: '/reports', timeout: TIMEOUT, signal }, async (response) => {
      if (!response.ok) throw await errorOf(response);
      return parseReports(await readWhole(response, MAX_ANSWER));
    });
}
