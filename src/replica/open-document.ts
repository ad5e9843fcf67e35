import * as Automerge from '@automerge/automerge/slim';
import type { DocHandle, DocumentId } from '@automerge/automerge-repo/slim';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { DocumentAddress } from '../core/record/document.ts';
import type { MemberId } from '../core/record/record.ts';
import type { RecordsDocument } from './genesis.ts';

/** A document in memory, with its members decoded once. What it holds has passed the gate. */
export interface OpenDocument {
  readonly address: DocumentAddress;
  readonly documentId: DocumentId;
  readonly handle: DocHandle<RecordsDocument>;
  readonly members: ReadonlyMap<MemberId, Member>;
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

/** Ids that a change touched, from its patches; cheaper than listing the whole map. */
function touchedIds(patches: readonly Automerge.Patch[]): string[] {
  return patches.flatMap(({ path }) =>
    path[0] === 'records' && typeof path[1] === 'string' ? [path[1]] : [],
  );
}

export function watchDocument(address: DocumentAddress, handle: DocHandle<RecordsDocument>): OpenDocument {
  const members = new Map<MemberId, Member>();
  const listeners = new Set<(added: readonly Member[]) => void>();
  for (const member of newMembers(handle.doc().records, members)) members.set(member.id, member);

  const onChange = ({ patches, doc }: { patches: Automerge.Patch[]; doc: RecordsDocument }) => {
    const touched: Record<string, Uint8Array> = {};
    for (const id of touchedIds(patches)) {
      const bytes = doc.records[id];
      if (bytes !== undefined) touched[id] = bytes;
    }
    const added = newMembers(touched, members);
    if (added.length === 0) return;
    for (const member of added) members.set(member.id, member);
    for (const listener of listeners) listener(added);
  };
  handle.on('change', onChange);

  return {
    address,
    documentId: handle.documentId,
    handle,
    members,
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
