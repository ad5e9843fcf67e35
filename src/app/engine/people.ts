import type { Did } from '../../core/ids.ts';
import { personDocument } from '../../core/record/document.ts';
import type { Member } from '../../core/record/member.ts';
import { devicesOf, type DeviceView } from '../../core/view/fold-devices.ts';
import { profileView, type ProfileView } from '../../core/view/fold-profile.ts';
import type { ModuleView, RatingsView } from '../../core/view/module-view.ts';
import { recordSet } from '../../core/view/record-set.ts';
import type { OwnedDevice, Person } from '../../ports/module-page.ts';
import type { Device } from '../device.ts';
import { domainProof } from '../domain-proofs.ts';
import { deviceRaters, outboxMembers } from '../known-records.ts';
import type { Session } from './session.ts';

/** Publishers whose documents a module's page opens: each is one that the relay is asked about. */
const MOST_OPENED = 16;

async function ownProfile(device: Device, session: Session, did: Did): Promise<ProfileView | undefined> {
  const path = personDocument(did);
  const { members } = await session.peek(path);
  const set = recordSet(members.values(), await outboxMembers(device, path));
  return profileView(set, did, device.clock());
}

function heldProfile({ clock }: Device, session: Session, did: Did): ProfileView | undefined {
  const document = session.held(personDocument(did));
  return document === undefined ? undefined : profileView(recordSet(document.members.values()), did, clock());
}

async function withProof(
  device: Device,
  did: Did,
  profile: ProfileView | undefined,
): Promise<Person | undefined> {
  if (profile?.domain === undefined) return profile;
  return { ...profile, proof: await domainProof(device, did, profile.domain) };
}

/** One's own is opened, and told before it is sent; of others what is open already. */
export async function profileOf(device: Device, session: Session, did: Did): Promise<Person | undefined> {
  const { did: mine } = await device.identity.facts();
  const profile = did === mine ? await ownProfile(device, session, did) : heldProfile(device, session, did);
  return withProof(device, did, profile);
}

/** What somebody says of their devices, as far as their document is open here; one's own before it is sent. */
async function devicesBy(device: Device, session: Session, did: Did, mine: Did): Promise<DeviceView[]> {
  const path = personDocument(did);
  const members = session.held(path)?.members.values() ?? [];
  const pending = did === mine ? await outboxMembers(device, path) : [];
  return devicesOf(recordSet(members, pending), did, device.clock());
}

interface Shown {
  readonly people: Readonly<Record<Did, Person>>;
  readonly devices: Readonly<Record<Did, OwnedDevice>>;
}

/**
 * What the people of a module's page call themselves, and whose devices the keys on it are. Opens the owner's and the
 * publishers' documents.
 */
export async function peopleOf(
  device: Device,
  session: Session,
  mine: Did,
  { owner, formers, offer, publishers, releases }: ModuleView,
  { ratings }: RatingsView,
): Promise<Shown> {
  const devices: Record<Did, OwnedDevice> = {};
  const learn = async (did: Did): Promise<void> => {
    await session.peek(personDocument(did));
    for (const one of await devicesBy(device, session, did, mine))
      // Anybody can call a key theirs: whoever is asked first, the owner before all others, is not overruled.
      devices[one.did] ??= { of: did, name: one.name };
  };
  await learn(owner);
  const inForce = publishers.filter(({ did, ended }) => ended === undefined && devices[did] === undefined);
  const next = offer === undefined ? [] : [{ did: offer.to }];
  const others = [...next, ...formers, ...inForce].map(({ did }) => did);
  const opened = [...new Set([owner, ...others])].slice(0, MOST_OPENED);
  await Promise.all(opened.slice(1).map(learn));
  const shown = new Set([
    ...opened,
    ...publishers.flatMap(({ did, by }) => [did, by]),
    ...releases.map(({ author }) => author),
    ...ratings.map(({ rater }) => rater),
  ]);
  const people: Record<Did, Person> = {};
  for (const did of shown) {
    const profile = did === mine ? await ownProfile(device, session, did) : heldProfile(device, session, did);
    const known = await withProof(device, did, profile);
    if (known !== undefined) people[did] = known;
  }
  return { people, devices };
}

/** What this device holds of raters' documents: a rating by a device that its person has cut off does not count. */
export function raterMembers({ held }: Pick<Session, 'held'>, records: Iterable<Member>): Member[] {
  return deviceRaters(records).flatMap((did) => [...(held(personDocument(did))?.members.values() ?? [])]);
}
