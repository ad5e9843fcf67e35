import { isAuthority } from '../access/authority.ts';
import { isCommunal } from '../access/capability.ts';
import { didOf, type Did, type Micros, type ModuleId } from '../ids.ts';
import { readBody } from '../record/kinds.ts';
import { listedAt, moderatedAt, subjectKey, type Subject } from '../record/moderation-path.ts';
import type { GenRecord } from '../record/record.ts';
import { capabilityOf, compareRecords, upTo, type RecordSet } from './record-set.ts';
import { standingOf, type Standing } from './standing.ts';

/** All admins of the registry, with one voice; or whose own list it is. */
export type ListName = 'admins' | Did;

/** Somebody's word that a module or a review is better not shown. */
export interface Hiding {
  readonly by: Did;
  readonly as: 'admin' | 'person';
  readonly reason: string;
  readonly time: Micros;
  /** Still in this device's outbox only. */
  readonly pending: boolean;
}

/** What one list hides, by subject. */
export type ModerationList = ReadonlyMap<string, { readonly subject: Subject; readonly hiding: Hiding }>;

/** What is hidden for a reader. Nothing of it is gone: it is left out, or shown with what is said here. */
export interface Moderation {
  /** By which of the lists, the first said first; empty: it is shown. */
  module(id: ModuleId): readonly Hiding[];
  /** Of one module, by whose review it is. */
  reviews(id: ModuleId): Readonly<Record<Did, readonly Hiding[]>>;
}

interface Said {
  readonly list: ListName;
  readonly subject: Subject;
}

/** Which list a record speaks for. Whoever writes in a communal subspace is the person, as admission saw to. */
function saidBy(set: RecordSet, record: GenRecord): Said | undefined {
  const { namespace, path, subspace } = record;
  if (isCommunal(namespace)) {
    const subject = listedAt(path);
    return subject && { list: didOf(subspace), subject };
  }
  const subject = path[0] === 'moderation' ? moderatedAt(path) : undefined;
  const acting = subject && capabilityOf(set, record);
  return acting && isAuthority(acting, 'moderation') ? { list: 'admins', subject } : undefined;
}

/**
 * The lists of a set: the newest that stands and fits decides for each list and subject. All admins speak for the registry,
 * so the newest word of any of them is the registry's, as with settlements; else what one hid could be shown again by nobody
 * once they are gone.
 *
 * @param members the authority's document, and those of the people whose lists are wanted.
 */
export function moderationLists(members: RecordSet, now: Micros): ReadonlyMap<ListName, ModerationList> {
  const set = upTo(members, now);
  const lists = new Map<ListName, Map<string, { subject: Subject; hiding: Hiding }>>();
  let standing: Standing | undefined;
  const said = set.records.flatMap((record) => {
    const known = saidBy(set, record);
    return known === undefined ? [] : [{ ...known, record }];
  });
  for (const { list: name, subject, record } of said.sort((a, b) => compareRecords(a.record, b.record))) {
    const body = readBody('moderation', record.payload);
    if (body === undefined) continue;
    standing ??= standingOf(set, now);
    if (standing.fault(record) !== undefined) continue;
    const list = lists.get(name) ?? new Map<string, { subject: Subject; hiding: Hiding }>();
    lists.set(name, list);
    if (!body.hidden) {
      list.delete(subjectKey(subject));
      continue;
    }
    const hiding: Hiding = {
      by: didOf(record.subspace),
      as: name === 'admins' ? 'admin' : 'person',
      reason: body.reason,
      time: record.timestamp,
      pending: members.pending.has(record.id),
    };
    list.set(subjectKey(subject), { subject, hiding });
  }
  return lists;
}

function byTime(a: Hiding, b: Hiding): number {
  return a.time - b.time || (`${a.as} ${a.by}` < `${b.as} ${b.by}` ? -1 : 1);
}

/** What the lists hide that a reader follows; the same in whatever order they follow them. */
export function moderationBy(
  lists: ReadonlyMap<ListName, ModerationList>,
  followed: Iterable<ListName>,
): Moderation {
  const entries = [...new Set(followed)].flatMap((name) => [...(lists.get(name)?.values() ?? [])]);
  const modules = new Map<ModuleId, Hiding[]>();
  const reviews = new Map<ModuleId, Record<Did, Hiding[]>>();
  for (const { subject, hiding } of entries) {
    const { id, rater } = subject;
    if (rater === undefined) {
      modules.set(id, [...(modules.get(id) ?? []), hiding].sort(byTime));
      continue;
    }
    const ofModule = reviews.get(id) ?? {};
    ofModule[rater] = [...(ofModule[rater] ?? []), hiding].sort(byTime);
    reviews.set(id, ofModule);
  }
  return {
    module: (id) => modules.get(id) ?? [],
    reviews: (id) => reviews.get(id) ?? {},
  };
}

/** Of somebody who follows nobody. */
export const NOTHING_HIDDEN: Moderation = moderationBy(new Map(), []);
