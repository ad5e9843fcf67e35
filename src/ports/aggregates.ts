import type { ServedAggregates } from '../core/view/signed-aggregates.ts';

export interface AggregatesAnswer extends ServedAggregates {
  readonly etag: string;
}

/**
 * Asks the relay for what it counted. Nothing of it is believed yet (`verifyAggregates`).
 *
 * @returns `'unchanged'` when its table still has this etag.
 * @throws GenError as the methods of `RelayClient`; NotFound where a relay counts nothing.
 */
export type AskAggregates = (
  etag: string | undefined,
  signal?: AbortSignal,
) => Promise<AggregatesAnswer | 'unchanged'>;
