import type { Did } from '../core/ids.ts';
import type { AskDomain, DomainAnswer } from '../ports/domains.ts';
import type { Device } from './device.ts';

/** What the relay said of a person and a domain, as it was last heard. */
interface Heard extends DomainAnswer {
  readonly domain: string;
}

/** Microseconds until a domain is asked again: soon after a no, as somebody may be putting the file there. */
const FRESH = { yes: 24 * 3_600_000_000, no: 600_000_000 };

const keyOf = (did: Did): string => `domain/${did}`;

async function heardOf({ tables }: Pick<Device, 'tables'>, did: Did): Promise<Heard | undefined> {
  // Written below and nowhere else.
  return (await tables.get('settings', keyOf(did)))?.value as Heard | undefined;
}

/** The proof for the domain that is claimed now; offline too. */
export async function domainProof(
  device: Pick<Device, 'tables'>,
  did: Did,
  domain: string,
): Promise<DomainAnswer | undefined> {
  const heard = await heardOf(device, did);
  if (heard === undefined || heard.domain !== domain || !heard.verified) return undefined;
  const { verified, checkedAt } = heard;
  return { verified, checkedAt };
}

/**
 * Asks unless there was an answer for this person lately. A failure leaves what was known.
 *
 * @throws GenError as `ask`.
 */
export async function refreshDomain(device: Device, ask: AskDomain, did: Did, domain: string): Promise<void> {
  const heard = await heardOf(device, did);
  const fresh = heard?.verified === true ? FRESH.yes : FRESH.no;
  if (heard?.domain === domain && device.clock() - heard.checkedAt < fresh) return;
  const value: Heard = { domain, ...(await ask(domain, did)) };
  await device.tables.write([{ table: 'settings', put: { key: keyOf(did), value } }]);
  device.announce(['people']);
}
