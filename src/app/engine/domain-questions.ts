import { toGenError } from '../../core/errors.ts';
import type { Did, Micros } from '../../core/ids.ts';
import type { AskDomain } from '../../ports/domains.ts';
import type { Person } from '../../ports/module-page.ts';
import type { Device } from '../device.ts';
import { refreshDomain } from '../domain-proofs.ts';

export interface DomainQuestions {
  /** Asks the domains that these people claim; what comes of it is announced. */
  about(device: Device, people: Readonly<Record<Did, Person>>): void;
}

/** People of one page whose domains are asked. */
const MOST_ASKED = 16;
/** Microseconds until a domain that could not be asked is tried again: a page asks at every change of what it shows. */
const PAUSE = 600_000_000;

export function createDomainQuestions(ask: AskDomain, report: (fault: unknown) => void): DomainQuestions {
  const tried = new Map<string, Micros>();

  async function question(device: Device, did: Did, domain: string): Promise<void> {
    try {
      await refreshDomain(device, ask, did, domain);
    } catch (thrown) {
      const error = toGenError(thrown);
      // A domain that cannot be asked leaves what was known; only this device's own failures are told.
      if (error.code === 'Storage') report(error);
    }
  }

  return {
    about(device, people) {
      const claims = (Object.entries(people) as [Did, Person][]).slice(0, MOST_ASKED);
      for (const [did, { domain, pending }] of claims) {
        // The relay asks for what it has a record of.
        if (domain === undefined || pending) continue;
        const key = `${did} ${domain}`;
        const now = device.clock();
        if (now - (tried.get(key) ?? -Infinity) < PAUSE) continue;
        tried.set(key, now);
        void question(device, did, domain);
      }
    },
  };
}
