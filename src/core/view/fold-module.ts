import { toHex } from '../bytes.ts';
import type { Micros, ModuleId, NamespaceId, Sha256 } from '../ids.ts';
import { TAG, readBody, readMetadata, type MetadataField } from '../record/kinds.ts';
import { isOwners, type StandingGrant } from './grants.ts';
import type { ModuleType } from '../module-type.ts';
import { moduleRecords, type RecordsBelow } from './module-records.ts';
import type { ModuleView } from './module-view.ts';
import { ownershipOf } from './ownership.ts';
import { publishersOf } from './publishers.ts';
import { capabilityOf, compareRecords, upTo, type RecordSet } from './record-set.ts';
import { fallenReleases, latestOf, releasesOf } from './releases.ts';
import { settlementsOf } from './settlements.ts';
import type { GrantView } from './succession.ts';

/** Newest value whose body fits; a later body that does not fit has no standing. */
function lastWrite(standing: RecordsBelow, field: MetadataField): string | undefined {
  const newestFirst = [...(standing.get(`metadata/${field}`) ?? [])].sort((a, b) => compareRecords(b, a));
  for (const record of newestFirst) {
    const body = readMetadata(field, record.payload);
    if (body !== undefined) return body.value ?? undefined;
  }
  return undefined;
}

/** OR-Set: a tag is in while an add exists that no remove names. */
function tagsOf(standing: RecordsBelow): string[] {
  const tags: string[] = [];
  for (const [below, records] of standing) {
    const [folder, tag, more] = below.split('/');
    if (folder !== 'tags' || tag === undefined || more !== undefined || !TAG.test(tag)) continue;
    const bodies = records.map((record) => ({ id: record.id, body: readBody('tag', record.payload) }));
    const removed = new Set(
      bodies.flatMap(({ body }) => (body !== undefined && 'remove' in body ? body.remove : [])),
    );
    if (bodies.some(({ id, body }) => body !== undefined && 'add' in body && !removed.has(id)))
      tags.push(tag);
  }
  return tags.sort();
}

/** Only the owner ends a name: whoever was let publish has another capability. */
function statusOf(
  set: RecordSet,
  standing: RecordsBelow,
  grant: StandingGrant,
  releases: ModuleView['releases'],
): ModuleView['status'] {
  const tombstones = (standing.get('tombstone') ?? []).filter((record) => {
    const used = capabilityOf(set, record);
    return used !== undefined && isOwners(grant, used);
  });
  if (tombstones.some(({ payload }) => readBody('tombstone', payload) !== undefined)) return 'unregistered';
  const allDeprecated = releases.length > 0 && releases.every(({ deprecated }) => deprecated !== undefined);
  return allDeprecated ? 'deprecated' : 'available';
}

function formersOf({ first, handovers }: GrantView): ModuleView['formers'] {
  return handovers.map(({ by, to, reason, time, grant, overruled }, index) => {
    const since = handovers[index - 1]?.time ?? first.time;
    return { did: by, to, since, until: time, reason, grant, overruled };
  });
}

function offerOf({ offer }: GrantView): ModuleView['offer'] {
  if (offer?.to === undefined) return undefined;
  return { to: offer.to, reason: offer.reason, time: offer.record.timestamp };
}

/**
 * A module as a reader with this clock sees it; the same for every replica that holds the same set.
 *
 * @returns `undefined` while no grant for the id stands.
 */
export function moduleView(
  members: RecordSet,
  id: ModuleId,
  namespace: NamespaceId,
  now: Micros,
): ModuleView | undefined {
  const set = upTo(members, now);
  const { name, standing: facts } = ownershipOf(set, id, namespace, now);
  if (name === undefined) return undefined;
  const { grant } = name;
  const records = moduleRecords(set, id, grant, facts);
  const { standing } = records;
  const settlements = settlementsOf(set, id, facts);
  const context = { set, grant, records, standing: facts, settlements };
  const releases = releasesOf(context);
  const written = [...standing.values()].flat();
  return {
    namespace: toHex(namespace),
    id,
    name: lastWrite(standing, 'name') ?? id,
    description: lastWrite(standing, 'description') ?? '',
    licence: lastWrite(standing, 'licence') ?? '',
    type: (lastWrite(standing, 'type') ?? 'library') as ModuleType,
    tags: tagsOf(standing),
    readme: lastWrite(standing, 'readme') as Sha256 | undefined,
    author: lastWrite(standing, 'author'),
    homepage: lastWrite(standing, 'homepage'),
    repository: lastWrite(standing, 'repository'),
    branch: lastWrite(standing, 'branch'),
    owner: grant.to,
    grantedBy: grant.by,
    grantedAt: grant.time,
    contested: name.contested,
    formers: formersOf(name),
    offer: offerOf(name),
    status: statusOf(set, standing, grant, releases),
    createdAt: name.first.time,
    updatedAt: written.reduce<number>(
      (latest, { timestamp }) => Math.max(latest, timestamp),
      grant.time,
    ) as Micros,
    publishers: publishersOf(set, standing, facts, grant),
    releases,
    fallen: fallenReleases(context),
    latest: latestOf(releases),
  };
}
