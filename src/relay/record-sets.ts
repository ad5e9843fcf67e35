import type { DocumentPath } from '../core/record/document.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import { recordSet, type RecordSet } from '../core/view/record-set.ts';
import type { Journal } from './journal.ts';

/** The journal's documents, decoded; the ones used last stay in memory and are brought up to it at each use. */
export interface RecordSets {
  /** Of a shard of the catalogue only what is no card: no verdict depends on other modules' cards, and they are many. */
  of(document: DocumentPath): RecordSet;
}

interface Kept {
  readonly set: RecordSet;
  readonly position: number;
}

/** Some kilobytes each, with what is derived from it. Whoever needs more at once decodes them again. */
const KEPT_MEMBERS = 4096;
const KEPT_DOCUMENTS = 256;
/** However large: a POST reads the authority, a module and its ratings, and the next one the same again. */
const FEWEST_DOCUMENTS = 8;
const NOTHING: Kept = { set: recordSet([]), position: 0 };

export function extended(set: RecordSet, members: readonly Member[]): RecordSet {
  const capabilities = new Map(set.capabilities);
  const records = [...set.records];
  for (const member of members) {
    if (member.member === 'record') records.push(member);
    else capabilities.set(member.id, member.capability);
  }
  return { records, capabilities, pending: set.pending };
}

const sizeOf = ({ set }: Kept): number => set.records.length + set.capabilities.size;

/** One for all who read the journal: what one has decoded the next need not. */
export function recordSets(journal: Pick<Journal, 'since' | 'capabilitiesSince'>): RecordSets {
  const kept = new Map<DocumentPath, Kept>();
  let members = 0;

  function drop(document: DocumentPath): void {
    members -= sizeOf(kept.get(document) ?? NOTHING);
    kept.delete(document);
  }

  /** Last used, last in the map. */
  function keep(document: DocumentPath, now: Kept): void {
    drop(document);
    kept.set(document, now);
    members += sizeOf(now);
    for (const oldest of kept.keys()) {
      const isFull = members > KEPT_MEMBERS || kept.size > KEPT_DOCUMENTS;
      if (!isFull || kept.size <= FEWEST_DOCUMENTS) return;
      drop(oldest);
    }
  }

  return {
    of(document) {
      const known = kept.get(document) ?? NOTHING;
      const isShard = document.startsWith('catalog/');
      const { members: added, position } = isShard
        ? journal.capabilitiesSince(document, known.position)
        : journal.since(document, known.position);
      const set = added.length === 0 ? known.set : extended(known.set, added.map(decodeMember));
      keep(document, { set, position });
      return set;
    },
  };
}

/** What one transaction is going to add, seen together with what is there. */
export interface Batch {
  set(document: DocumentPath): RecordSet;
  has(document: DocumentPath, id: MemberId): boolean;
  /** Leaves alone what is there already. */
  add(document: DocumentPath, members: readonly Member[]): void;
  readonly added: ReadonlyMap<DocumentPath, readonly Member[]>;
}

export function openBatch(sets: RecordSets, journal: Journal): Batch {
  const added = new Map<DocumentPath, Member[]>();
  const known = new Set<string>();
  /** One set as long as nothing is added: what is derived from it is kept with it. */
  const seen = new Map<
    DocumentPath,
    { readonly base: RecordSet; readonly count: number; readonly set: RecordSet }
  >();

  function has(document: DocumentPath, id: MemberId): boolean {
    return known.has(`${document} ${id}`) || journal.has(document, id);
  }

  return {
    added,
    has,
    set(document) {
      const members = added.get(document);
      const base = sets.of(document);
      if (members === undefined) return base;
      const last = seen.get(document);
      if (last?.base === base && last.count === members.length) return last.set;
      const set = extended(base, members);
      seen.set(document, { base, count: members.length, set });
      return set;
    },
    add(document, members) {
      for (const member of members) {
        if (has(document, member.id)) continue;
        known.add(`${document} ${member.id}`);
        const list = added.get(document) ?? [];
        list.push(member);
        added.set(document, list);
      }
    },
  };
}
