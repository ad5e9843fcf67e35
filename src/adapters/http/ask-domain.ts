import { GenError } from '../../core/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AskDomain } from '../../ports/domains.ts';
import { parseDomainAnswer } from './answers.ts';
import { errorOf, exchangeWith, readWhole, type Fetch } from './exchange.ts';

const MAX_ANSWER = 4 * 1024;
/** Milliseconds: longer than the relay itself waits for a domain. */
const TIMEOUT = 10_000;
/** Microseconds that the relay's clock may be ahead. */
const AHEAD = 600_000_000;

/**
 * Asks the relay, never the domain: whoever made a profile would be told of everybody who looks at what they publish. Names
 * of domains are an aid for people, and nothing is installed on them.
 */
export function domainAsker(base: string, clock: Clock, send?: Fetch): AskDomain {
  const relay = exchangeWith(base, send ?? ((url, init) => fetch(url, init)));
  return async (domain, did, signal) => {
    const path = `/domains/${encodeURIComponent(domain)}?did=${encodeURIComponent(did)}`;
    const answer = await relay({ path, timeout: TIMEOUT, signal }, async (response) => {
      if (!response.ok) throw await errorOf(response);
      return parseDomainAnswer(await readWhole(response, MAX_ANSWER));
    });
    if (answer.checkedAt > clock() + AHEAD) throw new GenError('Network', 'nonsense', { where: 'time' });
    return answer;
  };
}
