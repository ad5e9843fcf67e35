import * as z from 'zod/mini';
import { decode } from 'cborg';
import type { AggregatesAnswer, AskAggregates } from '../../ports/aggregates.ts';
import { nonsense } from './answers.ts';
import { errorOf, readWhole } from './exchange.ts';
import { relayReading, type RelayReadingOptions } from './relay-reading.ts';

/** Of a hundred thousand modules there are about 7 MB. */
const MAX_ANSWER = 32 * 1024 * 1024;
/** Milliseconds. */
const TIMEOUT = 30_000;

const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);
const answer = z.object({
  etag: z.string().check(z.maxLength(200)),
  index: bytes,
  signature: bytes,
  parts: z.array(bytes),
});

function parseAggregates(content: Uint8Array): AggregatesAnswer {
  try {
    return z.parse(answer, decode(content, { allowIndefinite: false, rejectDuplicateMapKeys: true }));
  } catch (cause) {
    throw nonsense({ where: 'aggregates' }, cause);
  }
}

/** Apart from the other questions to a relay: the service worker does without. */
export function aggregatesAsker(options: RelayReadingOptions): AskAggregates {
  const reading = relayReading(options);
  return (etag, signal) => {
    const init = etag === undefined ? {} : { headers: { 'if-none-match': etag } };
    return reading({ path: '/aggregates', init, timeout: TIMEOUT, signal }, async (response) => {
      if (response.status === 304 && etag !== undefined) return 'unchanged';
      if (!response.ok) throw await errorOf(response);
      return parseAggregates(await readWhole(response, MAX_ANSWER));
    });
  };
}
