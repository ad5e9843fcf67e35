import * as Automerge from '@automerge/automerge/slim';
import type { DocHandle, DocumentId } from '@automerge/automerge-repo/slim';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { DocumentAddress } from '../core/record/document.ts';
import type { MemberId } from '../core/record/record.ts';
import type { RecordsDocument } from './genesis.ts';
import { LeanMembers } from './lean-members.ts';

export interface EncodedMember {
  readonly id: MemberId;
  readonly bytes: Uint8Array;
}

/** A document in memory. What it holds has passed the gate, or structural admission. */
export interface OpenDocument {
  readonly address: DocumentAddress;
  readonly documentId: DocumentId;
  readonly handle: DocHandle<RecordsDocument>;
  /** Decoded once, or, where it was opened lean, each time they are asked for. */
  readonly members: ReadonlyMap<MemberId, Member>;
  /** Stands for all that it holds now. */
  heads(): readonly string[];
  /** The members as they are encoded, none of them decoded. */
  encoded(): Iterable<EncodedMember>;
  /** Called with the members that are new, after every change. Returns the disposer. */
  onAdded(listener: (added: readonly Member[]) => void): () => void;
  close(): void;
}

function newMembers(records: Record<string, Uint8Array>, known: ReadonlyMap<MemberId, Member>): Member[] {
  const fresh: Member[] = [];
  for (const id of Object.keys(records)) {
    const bytes = records[id];
    if (bytes !== undefined && !known.has(id as MemberId)) fresh.push(decodeMember(bytes));
  }
  return fresh;
}

interface Step {
  readonly patches: readonly Automerge.Patch[];
  readonly doc: RecordsDocument;
  readonly patchInfo: { readonly before: RecordsDocument };
}

/** The records that a change touched, from its patches; cheaper than listing the whole map. */
function touched({ patches, doc }: Step): Record<string, Uint8Array> {
  const records: Record<string, Uint8Array> = {};
  for (const { path } of patches) {
    const id = path[0] === 'records' ? path[1] : undefined;
    const bytes = typeof id === 'string' ? doc.records[id] : undefined;
    if (typeof id === 'string' && bytes !== undefined) records[id] = bytes;
  }
  return records;
}

/** Which members there are, and which of them a step brought. */
interface Kept {
  readonly members: ReadonlyMap<MemberId, Member>;
  addedBy(step: Step): readonly Member[];
}

function keepDecoded(handle: DocHandle<RecordsDocument>): Kept {
  const members = new Map<MemberId, Member>();
  function keep(records: Record<string, Uint8Array>): readonly Member[] {
    const fresh = newMembers(records, members);
    for (const member of fresh) members.set(member.id, member);
    return fresh;
  }
  keep(handle.doc().records);
  return { members, addedBy: (step) => keep(touched(step)) };
}

function keepLean(handle: DocHandle<RecordsDocument>): Kept {
  return {
    members: new LeanMembers(handle),
    addedBy(step) {
      const { records: before = {} } = step.patchInfo.before;
      const fresh = Object.entries(touched(step)).filter(([id]) => !Object.hasOwn(before, id));
      return fresh.map(([, bytes]) => decodeMember(bytes));
    },
  };
}

/** @param isLean nothing of it is kept decoded. */
export function watchDocument(
  address: DocumentAddress,
  handle: DocHandle<RecordsDocument>,
  isLean: boolean,
): OpenDocument {
  const listeners = new Set<(added: readonly Member[]) => void>();
  const { members, addedBy } = isLean ? keepLean(handle) : keepDecoded(handle);

  const onChange = (step: Step) => {
    const added = addedBy(step);
    if (added.length === 0) return;
    for (const listener of listeners) listener(added);
  };
  handle.on('change', onChange);

  return {
    address,
    documentId: handle.documentId,
    handle,
    members,
    heads: () => handle.heads(),
    *encoded() {
      for (const [id, bytes] of Object.entries(handle.doc().records)) yield { id: id as MemberId, bytes };
    },
    onAdded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      handle.off('change', onChange);
      listeners.clear();
    },
  };
}
