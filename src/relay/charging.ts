import type { AdmittedPost, AdmittedRecord } from './admit-post.ts';
import { payerOf, type Account } from './account.ts';
import type { Batch } from './record-sets.ts';
import type { ChargeRecord } from './record-quota.ts';
import { refusalOf } from './refusal.ts';

/** Where a record's own capability is: it came along, or the document has it. */
interface Place {
  readonly post: AdmittedPost;
  readonly batch: Batch;
}

/** What the records of a POST cost those who answer for them. */
export interface Charging {
  /** @throws GenError QuotaExceeded */
  forNew(item: AdmittedRecord, place: Place): void;
  /** Of what is known and asked for again. @returns whether its account still has room. */
  forKnown(item: AdmittedRecord, place: Place): boolean;
}

function payer({ record, document }: AdmittedRecord, { post, batch }: Place) {
  const { credential, subspace } = record;
  if (credential === undefined) return payerOf(subspace, undefined);
  const posted = post.capabilities.get(credential)?.capability;
  return payerOf(subspace, posted ?? batch.set(document).capabilities.get(credential));
}

export function charging(charge: ChargeRecord): Charging {
  const use = (account: Account, { document, record }: AdmittedRecord): void =>
    charge(account, document, record.bytes.length);
  return {
    forNew: (item, place) => use(payer(item, place), item),
    forKnown(item, place) {
      try {
        use(`known ${payer(item, place)}`, item);
        return true;
      } catch (thrown) {
        if (refusalOf(thrown).code === 'QuotaExceeded') return false;
        throw thrown;
      }
    },
  };
}
