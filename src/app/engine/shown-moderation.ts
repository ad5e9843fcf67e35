import { AUTHORITY, isDevicePath, personDocument, type DocumentPath } from '../../core/record/document.ts';
import type { Member } from '../../core/record/member.ts';
import { listedAt, moderatedAt, type Subject } from '../../core/record/moderation-path.ts';
import type { Micros } from '../../core/ids.ts';
import type { GenRecord } from '../../core/record/record.ts';
import type { Topic } from '../../ports/engine.ts';
import type { Device } from '../device.ts';
import { foldModeration, type KnownModeration } from '../known-moderation.ts';
import { outboxMembers } from '../known-records.ts';
import { followedModerators } from '../moderators.ts';

/** What the lists hide that count on this device, folded once and kept until something about it changes. */
export interface ShownModeration {
  /** Opens the lists' documents: from then on their sync keeps them fresh. */
  open(): Promise<void>;
  known(): Promise<KnownModeration>;
  /** Members that stand in a document now. */
  met(members: readonly Member[]): void;
  /** The relay has nothing more of a document: what is not in it is known now not to be. */
  answered(path: DocumentPath): void;
  /** This person's own lines may have come to the outbox, or been taken out of it. */
  ownChanged(): Promise<void>;
  /** The choice of lists is another one. */
  choiceChanged(): Promise<void>;
}

export interface ShownModerationOptions {
  readonly device: Pick<Device, 'tables' | 'identity' | 'clock' | 'announce'>;
  /** What is known of a document; waits for the engine to have started. */
  readonly members: (path: DocumentPath) => Promise<readonly Member[]>;
  /** Whether the relay has said in this connection that it has nothing more: an empty list is known then. */
  readonly hasAnswered: (path: DocumentPath) => boolean;
}

/** Microseconds: permissions end, and what was ahead of the clock comes to count, without a record. */
const LONGEST_KEPT = 60_000_000;

function subjectIn({ path }: GenRecord): Subject | undefined {
  return path[0] === 'moderation' ? moderatedAt(path) : listedAt(path);
}

/** What may decide whether the word of an admin, or of somebody's device, counts. */
function isAboutStanding({ path }: GenRecord): boolean {
  return path[0] === 'revocations' || isDevicePath(path) || (path[0] === 'receipts' && path[1] === AUTHORITY);
}

export function createShownModeration(options: ShownModerationOptions): ShownModeration {
  const { device, members: membersOf, hasAnswered } = options;
  let kept: { readonly known: Promise<KnownModeration>; readonly at: Micros } | undefined;
  let own: readonly GenRecord[] = [];
  /** Documents of lists that were empty when they were folded, and may not be. */
  let unknown: readonly DocumentPath[] = [];

  async function fold(missing: DocumentPath[]): Promise<KnownModeration> {
    const { did } = await device.identity.facts();
    return foldModeration(device, {
      followed: await followedModerators(device),
      own: did,
      async membersOf(path) {
        const members = await membersOf(path);
        if (members.length > 0 || hasAnswered(path)) return members;
        missing.push(path);
        return undefined;
      },
    });
  }

  function known(): Promise<KnownModeration> {
    const now = device.clock();
    const isOld = kept !== undefined && (now >= kept.at + LONGEST_KEPT || now < kept.at);
    if (kept === undefined || isOld) {
      const missing: DocumentPath[] = [];
      const folding = fold(missing);
      unknown = missing;
      kept = { known: folding, at: now };
      // A failure is whoever asked's to see, and is not kept for the next.
      folding.catch(() => (kept = kept?.known === folding ? undefined : kept));
    }
    return kept.known;
  }

  function tell(subjects: readonly Subject[]): void {
    const pages = [...new Set(subjects.map(({ id }) => id))].map((id): Topic => `module/${id}`);
    device.announce(['moderation', 'catalogue', 'installed', ...pages]);
  }

  async function ownLines(): Promise<readonly GenRecord[]> {
    const { did } = await device.identity.facts();
    const waiting = await outboxMembers(device, personDocument(did));
    return waiting.filter((member) => member.member === 'record').filter((record) => listedAt(record.path));
  }

  return {
    known,
    async open() {
      own = await ownLines();
      kept = undefined;
      await known();
    },
    met(members) {
      const records = members.filter((member) => member.member === 'record');
      const subjects = records.map(subjectIn).filter((subject) => subject !== undefined);
      if (subjects.length === 0 && !records.some(isAboutStanding)) return;
      kept = undefined;
      tell(subjects);
    },
    answered(path) {
      if (!unknown.includes(path)) return;
      kept = undefined;
      tell([]);
    },
    async ownChanged() {
      const now = await ownLines();
      const ids = (records: readonly GenRecord[]): string => records.map(({ id }) => id).join(' ');
      if (ids(now) === ids(own)) return;
      const subjects = [...own, ...now].flatMap((record) => subjectIn(record) ?? []);
      own = now;
      kept = undefined;
      tell(subjects);
    },
    async choiceChanged() {
      const before = await known();
      kept = undefined;
      const after = await known();
      tell([...before.subjects, ...after.subjects]);
    },
  };
}
