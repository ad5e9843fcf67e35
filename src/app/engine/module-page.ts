import { didOf, type Did, type ModuleId, type PublicKey } from '../../core/ids.ts';
import { AUTHORITY, moduleDocument, ratingsDocument } from '../../core/record/document.ts';
import { moduleView } from '../../core/view/fold-module.ts';
import { ratingsView, trustedHistogram } from '../../core/view/fold-ratings.ts';
import type { CardView } from '../../core/view/fold-cards.ts';
import type { Moderation } from '../../core/view/moderation.ts';
import type { ModuleView, RatingsView } from '../../core/view/module-view.ts';
import { ownershipOf } from '../../core/view/ownership.ts';
import { recordSet } from '../../core/view/record-set.ts';
import type { ActivityItem } from '../../ports/activity.ts';
import type { ModuleAnswer, ModulePage } from '../../ports/module-page.ts';
import type { NameState } from '../../ports/engine.ts';
import type { Card } from '../../ports/search.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import { isFinished } from '../jobs.ts';
import { besides, knownRecords, outboxMembers } from '../known-records.ts';
import { readText } from '../texts.ts';
import { mayRelease } from '../write-permission.ts';
import { ownerBefore, ownerOtherThan, pinOwner } from '../pinned-owner.ts';
import { activityItem } from './activity.ts';
import { imitated } from './imitated.ts';
import { installations } from './installed.ts';
import { peopleOf, raterMembers } from './people.ts';
import type { Session } from './session.ts';

async function openJob(device: Device, id: ModuleId): Promise<ActivityItem | undefined> {
  const jobs = (await device.tables.all('jobs')).filter((job) => job.module === id && !isFinished(job));
  const newest =
    jobs.sort((a, b) => b.createdAt - a.createdAt).find((job) => job.kind === 'install') ?? jobs[0];
  return newest === undefined ? undefined : activityItem(newest);
}

/** A card may be older than a hand-over. */
function isOwner(did: Did, { owner, formers }: ModuleView): boolean {
  return did === owner || formers.some((former) => former.did === did);
}

/** Listed by the owner, or by whoever made a release that stands. */
function isBelied({ author, owner, version, updatedAt }: CardView, view: ModuleView): boolean {
  const release = view.releases.find((one) => one.version === version);
  const authors = [view.owner, ...view.releases.map((one) => one.author)];
  if (owner !== undefined && !isOwner(owner, view)) return true;
  return !authors.includes(author) || (release === undefined && updatedAt <= view.updatedAt);
}

/** A card that says something else than the module's own records is not shown again; the next newest is. */
function checkCard({ announce }: Device, catalogue: Catalogue, view: ModuleView): void {
  if (view.releases.length === 0) return;
  let hidden = false;
  for (let card = catalogue.card(view.id); card !== undefined; card = catalogue.card(view.id)) {
    if (!isBelied(card, view)) break;
    catalogue.hide(card.record.id);
    hidden = true;
  }
  if (hidden) announce(['catalogue']);
}

type Hidden = ModulePage['hiddenReviews'];

/** What a page of this module shows is fetched while there is a network, so that it shows without one. */
function keepTexts(device: Device, view: ModuleView, ratings: RatingsView, hidden: Hidden): void {
  const texts = [
    view.readme,
    view.releases[0]?.changelog,
    ...ratings.ratings
      .filter(({ rater }) => hidden[rater] === undefined)
      .slice(0, 50)
      .map(({ review }) => review),
  ];
  for (const hash of texts) {
    // A text that cannot be had now is asked for again by whoever shows it, and reported there.
    if (hash !== undefined) void readText(device, hash).catch(() => undefined);
  }
}

/** Whose word counts for this person. */
interface Counting {
  /** On what is better not shown. */
  readonly shown: Moderation;
  readonly trusted: ReadonlySet<Did>;
  /** Checks the signatures of what these modules show: until then it may be anybody's word. @returns whether any were unchecked. */
  readonly check: (ids: readonly ModuleId[]) => Promise<boolean>;
}

export async function modulePage(
  device: Device,
  session: Session,
  catalogue: Catalogue,
  listedCard: (id: ModuleId) => Promise<Card | undefined>,
  id: ModuleId,
  { shown, trusted, check }: Counting,
): Promise<ModuleAnswer> {
  const paths = [moduleDocument(id), ratingsDocument(id)] as const;
  const [members, authority, ratingsDoc] = await Promise.all([
    session.members(paths[0]),
    session.members(AUTHORITY),
    session.peek(paths[1]),
  ]);
  const [own, ownRatings] = await Promise.all([
    outboxMembers(device, paths[0]),
    outboxMembers(device, paths[1]),
  ]);
  const now = device.clock();
  const around = await besides(device, authority);
  const set = recordSet([...members, ...around], own);
  const view = moduleView(set, id, device.namespace, now);
  const [moderation, hiddenReviews] = [shown.module(id), shown.reviews(id)];
  const synced = session.hasAnswered(paths[0]);
  const job = await openJob(device, id);
  const installation = (await installations(device, catalogue, shown)).find((one) => one.id === id);
  if (view === undefined) {
    const card = await listedCard(id);
    if (card !== undefined) return { card, moderation, job, installation };
    return synced ? 'absent' : 'unknown';
  }
  checkCard(device, catalogue, view);
  const rated = [...ratingsDoc.members.values()];
  const ratings = ratingsView(recordSet([...rated, ...raterMembers(session, rated)], ownRatings), id, now);
  if (synced) keepTexts(device, view, ratings, hiddenReviews);
  const { did } = await device.identity.facts();
  const root = didOf(device.namespace satisfies PublicKey);
  if (synced) await pinOwner(device, view);
  const pinnedOwner = await ownerOtherThan(device, view);
  const { people, devices } = await peopleOf(device, session, did, view, ratings);
  return {
    module: view,
    ratings,
    trustedRatings: trustedHistogram(ratings.ratings, (rater) => trusted.has(rater)),
    trustedRaters: ratings.ratings.map(({ rater }) => rater).filter((rater) => trusted.has(rater)),
    aggregate: catalogue.aggregate(id),
    moderation,
    hiddenReviews,
    mine: did,
    installation,
    job,
    synced,
    root,
    people,
    devices,
    pinnedOwner,
    ownerBefore: await ownerBefore(device, id),
    imitates: await imitated(device, session, { modules: catalogue.modules, check }, view, around),
  };
}

/** Whether an id can be had, as far as is known now. */
export async function nameState(
  device: Device,
  session: Session,
  catalogue: Catalogue,
  id: ModuleId,
): Promise<NameState> {
  const path = moduleDocument(id);
  const { did } = await device.identity.facts();
  const set = await knownRecords(device, path).catch(() => recordSet([]));
  const now = device.clock();
  const { name, standing } = ownershipOf(set, id, device.namespace, now);
  if (name !== undefined) {
    const known = { set, grant: name.grant, standing, now };
    return (await mayRelease(device, known, id)) ? 'yours' : 'taken';
  }
  const card = catalogue.card(id);
  if (card !== undefined && (card.owner ?? card.author) !== did) return 'taken';
  return session.hasAnswered(path) ? 'free' : 'unknown';
}
