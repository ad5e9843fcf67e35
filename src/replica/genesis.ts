import { fromHex } from '../core/bytes.ts';

/**
 * Every document begins with these bytes: one Automerge change by the all-zero actor at time 0 that makes the
 * empty map `records` at the root. As all replicas embed the same bytes, documents that were begun apart merge.
 */
export const GENESIS = fromHex(
  '856f4a83159ec98000710110000000000000000000000000000000000185fe568adcea0e4851bc328609a493ced85e045051ce3463' +
    'ceeb8edea13ad2ff06010203021302230240025602071509210223023401420256028001027f007f017f017f007f007f077f0772' +
    '65636f7264737f007f01017f007f007f0000',
);

/** Hash of the genesis change. */
export const GENESIS_HASH = '85fe568adcea0e4851bc328609a493ced85e045051ce3463ceeb8edea13ad2ff';

/** Object id of the `records` map: first operation of the all-zero actor. */
export const RECORDS_OBJECT = '1@00000000000000000000000000000000';

/** The shape of every document. Nothing in it is ever overwritten or deleted. */
export interface RecordsDocument {
  records: Record<string, Uint8Array>;
}
