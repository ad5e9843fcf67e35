import { areaOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { encodeCapability } from '../core/access/capability-encoding.ts';
import { toBase64Url } from '../core/bytes.ts';
import { didOf } from '../core/ids.ts';
import { MAX_READ_CAPABILITIES } from '../core/record/read-message.ts';
import type { IdentityFacts } from '../ports/identity.ts';
import type { Device } from './device.ts';
import { mayHandOn, ownShare } from './hand-to-device.ts';
import { heldCapabilities } from './known-records.ts';

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

/** What was given to the person is handed to this device, which proves its own key. What another device has is not its. */
async function shareOf(
  device: Pick<Device, 'tables' | 'identity' | 'clock'>,
  { did, device: own, hasMain }: IdentityFacts,
  capability: Capability,
): Promise<Capability | undefined> {
  const receiver = didOf(receiverOf(capability));
  if (receiver === own) return capability;
  if (receiver !== did || !hasMain || !mayHandOn(capability)) return undefined;
  return (await ownShare(device, capability)).capability;
}

/** What this device may read by, encoded, as much as a relay takes at a time; nothing that is over. */
export async function readCapabilities(
  device: Pick<Device, 'tables' | 'identity' | 'clock'>,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const held = (await heldCapabilities(device))
    .flatMap((member) => (member.member === 'capability' ? [member.capability] : []))
    .filter(({ mode }) => mode === 'read');
  // Who was given nothing to read by may have no identity yet, and needs none for this.
  if (held.length === 0) return [];
  const facts = await device.identity.facts();
  const now = device.clock();
  const shown = new Map<string, Uint8Array<ArrayBuffer>>();
  let total = 0;
  for (const capability of held.toSorted(byWorth)) {
    const { end } = areaOf(capability).times;
    if (end !== undefined && now >= end) continue;
    const share = await shareOf(device, facts, capability);
    if (share === undefined) continue;
    const bytes = encodeCapability(share);
    const text = toBase64Url(bytes);
    if (shown.has(text)) continue;
    if (shown.size === MAX_READ_CAPABILITIES || total + bytes.length > MOST_BYTES) break;
    shown.set(text, bytes);
    total += bytes.length;
  }
  return [...shown.values()];
}
