import type { Did, Micros } from '../core/ids.ts';

/** Whether a domain names a person as its publisher, by the relay's word. */
export interface DomainAnswer {
  readonly verified: boolean;
  readonly checkedAt: Micros;
}

/** @throws GenError Network | Timeout | Cancelled | the relay's own error: nothing was learned. */
export type AskDomain = (domain: string, did: Did, signal?: AbortSignal) => Promise<DomainAnswer>;
