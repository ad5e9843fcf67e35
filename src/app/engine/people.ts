import type { Did } from '../../core/ids.ts';
import { personDocument } from '../../core/record/document.ts';
import { profileView, type ProfileView } from '../../core/view/fold-profile.ts';
import type { ModuleView, RatingsView } from '../../core/view/module-view.ts';
import { recordSet } from '../../core/view/record-set.ts';
import type { Person } from '../../ports/engine.ts';
import type { Device } from '../device.ts';
import { domainProof } from '../domain-proofs.ts';
import { outboxMembers } from '../known-records.ts';
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

/** What the people of a module's page call themselves. Opens the owner's and the publishers' documents. */
export async function peopleOf(
  device: Device,
  session: Session,
  mine: Did,
  { owner, publishers, releases }: ModuleView,
  { ratings }: RatingsView,
): Promise<Readonly<Record<Did, Person>>> {
  const inForce = publishers.filter(({ ended }) => ended === undefined).map(({ did }) => did);
  const opened = [...new Set([owner, ...inForce])].slice(0, MOST_OPENED);
  await Promise.all(opened.map((did) => session.peek(personDocument(did))));
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
  return people;
}
