import { areaOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { encodeCapability } from '../core/access/capability-encoding.ts';
import { didOf } from '../core/ids.ts';
import { MAX_READ_CAPABILITIES } from '../core/record/read-message.ts';
import { decodeMember } from '../core/record/member.ts';
import type { Device } from './device.ts';

/** Together: a relay takes 4 KiB before a device has proved its key, and the rest of the proof is about 300 bytes. */
const MOST_BYTES = 3072;

/** First what covers the most, then what holds the longest. */
function byWorth(one: Capability, other: Capability): number {
  const [a, b] = [areaOf(one), areaOf(other)];
  return (
    a.path.length - b.path.length ||
    (b.times.end ?? Number.MAX_SAFE_INTEGER) - (a.times.end ?? Number.MAX_SAFE_INTEGER)
  );
}

/** What this person was given to read by, encoded, as much as a relay takes at a time; nothing that is over. */
export async function readCapabilities({
  tables,
  identity,
  clock,
}: Pick<Device, 'tables' | 'identity' | 'clock'>): Promise<Uint8Array<ArrayBuffer>[]> {
  const rows = await tables.all('capabilities');
  const held = rows
    .map(({ bytes }) => decodeMember(bytes))
    .flatMap((member) => (member.member === 'capability' ? [member.capability] : []))
    .filter(({ mode }) => mode === 'read');
  // Who was given nothing to read by may have no identity yet, and needs none for this.
  if (held.length === 0) return [];
  const { did } = await identity.facts();
  const now = clock();
  const shown: Uint8Array<ArrayBuffer>[] = [];
  let total = 0;
  for (const capability of held.toSorted(byWorth)) {
    const { end } = areaOf(capability).times;
    if (didOf(receiverOf(capability)) !== did || (end !== undefined && now >= end)) continue;
    const bytes = encodeCapability(capability);
    if (shown.length === MAX_READ_CAPABILITIES || total + bytes.length > MOST_BYTES) break;
    shown.push(bytes);
    total += bytes.length;
  }
  return shown;
}
