import { toHex } from '../bytes.ts';
import type { Micros, ModuleId, NamespaceId, Sha256 } from '../ids.ts';
import { TAG, readBody, readMetadata, type MetadataField } from '../record/kinds.ts';
import type { GenRecord } from '../record/record.ts';
import { grantOf, standingRecords } from './grants.ts';
import type { ModuleType } from '../module-type.ts';
import type { ModuleView } from './module-view.ts';
import { receiptsOf } from './receipts.ts';
import { compareRecords, upTo, type RecordSet } from './record-set.ts';
import { latestOf, releasesOf } from './releases.ts';

type Standing = ReadonlyMap<string, readonly GenRecord[]>;

/** Newest value whose body fits; a later body that does not fit has no standing. */
function lastWrite(standing: Standing, field: MetadataField): string | undefined {
  const newestFirst = [...(standing.get(`metadata/${field}`) ?? [])].sort((a, b) => compareRecords(b, a));
  for (const record of newestFirst) {
    const body = readMetadata(field, record.payload);
    if (body !== undefined) return body.value ?? undefined;
  }
  return undefined;
}

/** OR-Set: a tag is in while an add exists that no remove names. */
function tagsOf(standing: Standing): string[] {
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

function statusOf(standing: Standing, releases: ModuleView['releases']): ModuleView['status'] {
  const tombstones = standing.get('tombstone') ?? [];
  if (tombstones.some(({ payload }) => readBody('tombstone', payload) !== undefined)) return 'unregistered';
  const allDeprecated = releases.length > 0 && releases.every(({ deprecated }) => deprecated !== undefined);
  return allDeprecated ? 'deprecated' : 'available';
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
  const name = grantOf(set, id, namespace);
  if (name === undefined) return undefined;
  const standing = standingRecords(set, id, name.grant);
  const releases = releasesOf(set, standing, receiptsOf(set));
  const times = [...standing.values()].flat().map(({ timestamp }) => timestamp);
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
    owner: name.grant.to,
    grantedBy: name.grant.by,
    grantedAt: name.grant.time,
    contested: name.contested,
    status: statusOf(standing, releases),
    createdAt: name.grant.time,
    updatedAt: Math.max(name.grant.time, ...times) as Micros,
    releases,
    latest: latestOf(releases),
  };
}
