import * as z from 'zod/mini';
import type { Capability } from '../core/access/capability.ts';
import { equalBytes } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { didOf, publicKeyOf, type Did, type Micros } from '../core/ids.ts';
import { capabilityMember } from '../core/record/member.ts';
import {
  decodePairingAnswer,
  encodePairingAnswer,
  readPairingAnswerLink,
  type PairingAnswer,
} from '../core/record/pairing-answer.ts';
import { pairingRequestLink } from '../core/record/pairing-request.ts';
import type { DeviceInvitation, DeviceOffer } from '../ports/devices.ts';
import type { Write } from '../ports/tables.ts';
import type { Device, KeepingDevice } from './device.ts';
import { OUTBOX_LOCK } from './outbox.ts';
import { checkedCapabilities } from './pairing-capabilities.ts';
import { mailboxOf, openAnswer } from './sealed-answer.ts';
import { requireNoOpenJobs } from './restore-identity.ts';
import { parseName } from './set-profile.ts';

const ROW = 'device-offer';
/** The row and the key that the identity keeps for it change together: tabs and processes offer at once. */
const OFFER_LOCK = 'device-offer';
/** As long as a relay keeps an answer. */
const OPEN_MICROS = 15 * 60 * 1_000_000;
const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);
const storedOffer = z.object({
  device: z.custom<Did>((value) => typeof value === 'string'),
  name: z.string(),
  secret: bytes,
  offeredAt: z.custom<Micros>((value) => Number.isSafeInteger(value)),
  /** The invitation that was read last, encoded. */
  answer: z.optional(bytes),
});
type StoredOffer = z.infer<typeof storedOffer>;

type Home = Pick<KeepingDevice, 'tables' | 'identity' | 'locks' | 'clock'>;

async function storedIn({ tables }: Pick<Device, 'tables'>): Promise<StoredOffer | undefined> {
  return storedOffer.safeParse((await tables.get('settings', ROW))?.value).data;
}

/** Whoever saw a code that was shown for long may answer it: none is taken to it any more. */
function isExpired({ offeredAt }: StoredOffer, { clock }: Pick<Device, 'clock'>): boolean {
  return clock() - offeredAt > OPEN_MICROS;
}

function put(value: StoredOffer): Write {
  return { table: 'settings', put: { key: ROW, value } };
}

function offerView({ device, name, secret, offeredAt }: StoredOffer, origin: string): DeviceOffer {
  const link = pairingRequestLink(origin, { device: publicKeyOf(device), name, secret });
  return { device, name, link, offeredAt };
}

/** @throws GenError InvalidInput `empty` | `too-long` | `name-text`; Storage. */
export async function offerDevice(home: Home, text: string, origin: string): Promise<DeviceOffer> {
  const name = parseName(text);
  const secret = crypto.getRandomValues(new Uint8Array(32));
  return home.locks.exclusive(OFFER_LOCK, async () => {
    const offer: StoredOffer = {
      device: await home.identity.offer(),
      name,
      secret,
      offeredAt: home.clock(),
    };
    await home.tables.write([put(offer)]);
    return offerView(offer, origin);
  });
}

export async function deviceOffer(home: Home, origin: string): Promise<DeviceOffer | undefined> {
  const offer = await storedIn(home);
  return offer === undefined || isExpired(offer, home) ? undefined : offerView(offer, origin);
}

export function dropOffer({ tables, locks }: Pick<Device, 'tables' | 'locks'>): Promise<void> {
  return locks.exclusive(OFFER_LOCK, () => tables.write([{ table: 'settings', remove: ROW }]));
}

async function collected(device: Device, offer: StoredOffer): Promise<PairingAnswer | undefined> {
  const sealed = await device.relay.collectAnswer(await mailboxOf(offer.secret));
  if (sealed === undefined) return undefined;
  const request = { secret: offer.secret, device: publicKeyOf(offer.device) };
  return decodePairingAnswer(await openAnswer(request, sealed));
}

/** Keeps an answer for `joinPerson`. @throws GenError InvalidState `no-offer` where another offer was made meanwhile. */
async function keepAnswer(device: Device, { secret }: StoredOffer, answer: PairingAnswer): Promise<void> {
  await device.locks.exclusive(OFFER_LOCK, async () => {
    const offer = await storedIn(device);
    if (offer === undefined || !equalBytes(offer.secret, secret))
      throw new GenError('InvalidState', 'no-offer');
    await device.tables.write([put({ ...offer, answer: encodePairingAnswer(answer) })]);
  });
}

/**
 * The answer to this device's offer, from the relay or a link, kept for `joinPerson`.
 *
 * @returns `undefined` while there is none.
 * @throws GenError InvalidState `no-offer` | `offer-expired`; InvalidInput `pairing-link` | `pairing-answer`;
 * PermissionDenied `not-for-you` | `namespace`; SignatureInvalid; Network.
 */
export async function deviceInvitation(device: Device, link?: string): Promise<DeviceInvitation | undefined> {
  const offer = await storedIn(device);
  if (offer === undefined) throw new GenError('InvalidState', 'no-offer');
  if (isExpired(offer, device)) throw new GenError('InvalidState', 'offer-expired');
  const answer = link === undefined ? await collected(device, offer) : readPairingAnswerLink(link);
  if (answer === undefined) return undefined;
  await checkedCapabilities(device, answer, offer.device);
  await keepAnswer(device, offer, answer);
  return { person: didOf(answer.person), modules: answer.modules };
}

/**
 * Makes this device one of the person's whose invitation was read last, which was in time. What was given is stored before
 * the identity changes: of no use to anybody else, and there when it has. Nothing that is on its way gets an answer meanwhile.
 *
 * @param person whom somebody has agreed to: an answer that came since changes nothing.
 * @throws GenError InvalidState `no-offer` | `jobs-open`; Storage.
 */
export function joinPerson(device: KeepingDevice, person: Did): Promise<void> {
  return device.locks.exclusive(OFFER_LOCK, async () => {
    const offer = await storedIn(device);
    if (offer?.answer === undefined) throw new GenError('InvalidState', 'no-offer');
    const answer = decodePairingAnswer(offer.answer);
    if (didOf(answer.person) !== person) throw new GenError('InvalidState', 'no-offer');
    const capabilities = await checkedCapabilities(device, answer, offer.device);
    await device.locks.exclusive(OUTBOX_LOCK, async () => {
      await requireNoOpenJobs(device);
      await device.tables.write(givenWrites(capabilities, device.clock()));
      await device.identity.join(person, offer.device);
    });
    await device.tables.write([{ table: 'settings', remove: ROW }]);
  });
}

function givenWrites(capabilities: readonly Capability[], receivedAt: Micros): Write[] {
  return capabilities.map((capability) => {
    const { id, bytes: member } = capabilityMember(capability);
    return { table: 'capabilities', put: { id, bytes: member, receivedAt } };
  });
}
