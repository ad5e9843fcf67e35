import type { DocHandle } from '@automerge/automerge-repo/slim';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import type { RecordsDocument } from './genesis.ts';

/**
 * The members of a document, each decoded when it is asked for and kept by nobody: of a catalogue that is all open,
 * and of what a relay keeps open, the decoded ones would take several times the memory of the documents.
 */
export class LeanMembers implements ReadonlyMap<MemberId, Member> {
  readonly #handle: DocHandle<RecordsDocument>;

  constructor(handle: DocHandle<RecordsDocument>) {
    this.#handle = handle;
  }

  get #records(): Readonly<Record<string, Uint8Array>> {
    return this.#handle.doc().records;
  }

  /** Counts them anew each time. */
  get size(): number {
    return Object.keys(this.#records).length;
  }

  has(id: MemberId): boolean {
    return Object.hasOwn(this.#records, id);
  }

  get(id: MemberId): Member | undefined {
    const bytes = this.has(id) ? this.#records[id] : undefined;
    return bytes === undefined ? undefined : decodeMember(bytes);
  }

  *keys(): MapIterator<MemberId> {
    for (const id of Object.keys(this.#records)) yield id as MemberId;
  }

  *values(): MapIterator<Member> {
    for (const [, member] of this.entries()) yield member;
  }

  *entries(): MapIterator<[MemberId, Member]> {
    const records = this.#records;
    for (const [id, bytes] of Object.entries(records)) yield [id as MemberId, decodeMember(bytes)];
  }

  [Symbol.iterator](): MapIterator<[MemberId, Member]> {
    return this.entries();
  }

  forEach(act: (member: Member, id: MemberId, map: ReadonlyMap<MemberId, Member>) => void): void {
    for (const [id, member] of this.entries()) act(member, id, this);
  }
}
