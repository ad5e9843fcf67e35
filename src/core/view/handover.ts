import type { Capability } from '../access/capability.ts';
import type { Did, Micros } from '../ids.ts';
import type { GenRecord, MemberId } from '../record/record.ts';

/** A transfer that a grant has carried out: what the owner before had has ended by it. */
export interface Handover {
  readonly by: Did;
  readonly to: Did;
  readonly reason: string;
  /** When it was taken up, by the naming key's word. */
  readonly time: Micros;
  /** The naming key's record of it. */
  readonly grant: MemberId;
  /** The owner before had said otherwise since, and a notary had seen that when the grant came. */
  readonly overruled: boolean;
  /** What the owner before was given for the name. */
  readonly ended: readonly Capability[];
  /** Receipts: what they and those before them name still stands. */
  readonly heads: readonly MemberId[];
  /** The transfer itself, which stands whatever the heads cover. */
  readonly record: GenRecord;
}
