import { toGenError } from '../core/errors.ts';
import type { Did } from '../core/ids.ts';
import { AUTHORITY, personDocument, type DocumentPath } from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import type { Subject } from '../core/record/moderation-path.ts';
import {
  moderationBy,
  moderationLists,
  type ListName,
  type Moderation,
  type ModerationList,
} from '../core/view/moderation.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { ModeratorList, OwnLine } from '../ports/moderation.ts';
import type { Device } from './device.ts';
import { outboxMembers } from './known-records.ts';
import { followedModerators, type Followed } from './moderators.ts';

/** What the lists that count here hide, and what is known of each. */
export interface KnownModeration {
  readonly moderation: Moderation;
  readonly lists: readonly ModeratorList[];
  /** Whether every list that counts was read; one that was not may hide more. */
  readonly isWhole: boolean;
  /** All that they hide. */
  readonly subjects: readonly Subject[];
  /** What this person's own list hides, the newest first. */
  readonly ownLines: readonly OwnLine[];
}

/** Whose own list this is; absent: there is nobody here yet. */
type Own = Did | undefined;

/** @param membersOf `undefined` for a document that is not known here. */
export interface ListSource {
  readonly followed: Followed;
  readonly own: Own;
  readonly membersOf: (document: DocumentPath) => Promise<readonly Member[] | undefined>;
}

function described(
  who: ListName,
  list: ModerationList | undefined,
  facts: Pick<ModeratorList, 'followed' | 'own' | 'known'>,
): ModeratorList {
  const subjects = [...(list?.values() ?? [])].map(({ subject }) => subject);
  const modules = subjects.filter(({ rater }) => rater === undefined).length;
  return { who, ...facts, modules, reviews: subjects.length - modules };
}

function linesOf(list: ModerationList | undefined): readonly OwnLine[] {
  return [...(list?.values() ?? [])]
    .map(({ subject: { id, rater }, hiding }) => ({ id, reviewOf: rater, hiding }))
    .sort((a, b) => b.hiding.time - a.hiding.time);
}

/** Folds the admins' list, this person's own and those followed, with what is still in the outbox. */
export async function foldModeration(
  device: Pick<Device, 'tables' | 'clock'>,
  { followed, own, membersOf }: ListSource,
): Promise<KnownModeration> {
  const people = [...new Set([...(own === undefined ? [] : [own]), ...followed.people])];
  const [authority, ...documents] = await Promise.all(
    [AUTHORITY, ...people.map(personDocument)].map((document) => membersOf(document)),
  );
  const waiting = own === undefined ? [] : await outboxMembers(device, personDocument(own));
  const members = [...(authority ?? []), ...documents.flatMap((one) => one ?? [])];
  const lists = moderationLists(recordSet(members, waiting), device.clock());
  const counting: ListName[] = [...(followed.admins ? ['admins' as const] : []), ...people];
  return {
    moderation: moderationBy(lists, counting),
    isWhole: [...(followed.admins ? [authority] : []), ...documents].every((one) => one !== undefined),
    subjects: counting.flatMap((name) =>
      [...(lists.get(name)?.values() ?? [])].map(({ subject }) => subject),
    ),
    ownLines: own === undefined ? [] : linesOf(lists.get(own)),
    lists: [
      described('admins', lists.get('admins'), {
        followed: followed.admins,
        own: false,
        known: authority !== undefined,
      }),
      ...people.map((who, index) =>
        described(who, lists.get(who), {
          followed: true,
          own: who === own,
          known: who === own || documents[index] !== undefined,
        }),
      ),
    ],
  };
}

/**
 * What is hidden here, by the relay's word now or as it was last kept. A list that cannot be read hides nothing.
 *
 * @param hasOwn whether there is somebody here: a device that only looks makes no identity for it.
 */
export async function knownModeration(
  device: Device,
  hasOwn: boolean,
  signal?: AbortSignal,
): Promise<KnownModeration> {
  const own = hasOwn ? (await device.identity.facts()).did : undefined;
  return foldModeration(device, {
    followed: await followedModerators(device),
    own,
    async membersOf(document) {
      try {
        return await device.records.membersOf(document, signal);
      } catch (thrown) {
        const error = toGenError(thrown);
        if (error.code === 'Cancelled' || error.code === 'Storage') throw error;
        return undefined;
      }
    },
  });
}
