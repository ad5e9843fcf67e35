import { setImmediate } from 'node:timers/promises';
import type { Capability } from '../../core/access/capability.ts';
import { toHex } from '../../core/bytes.ts';
import { parseModuleId } from '../../core/ids.ts';
import { modulePath, type DocumentPath } from '../../core/record/document.ts';
import { readBody } from '../../core/record/kinds.ts';
import { decodeMember } from '../../core/record/member.ts';
import type { GenRecord, MemberId } from '../../core/record/record.ts';
import { hasPrefix } from '../../core/path.ts';
import { invitedBy } from '../../core/view/vouched.ts';
import type { Journal } from '../journal.ts';
import type { TallyStore } from './tally-store.ts';

/** Entries that are read at a time, before other work has its turn. */
const SLICE = 100;
const RATINGS = 'ratings/';
const MODULE = 'module/';
/** `versions` and `grant` as CBOR has components of a path: what holds neither needs no decoding. */
const TELLING = ['hversions', 'egrant'].map((text) => Buffer.from(text));

/**
 * Counts what is new in the journal, and nothing twice. What was taken stood: a relay receipts each rating as it takes it, so
 * no clock and no end of a permission unmakes one. What a person says of their devices may, and only who reads their
 * document as well sees it.
 *
 * @param isTrusted whose ratings count as trusted now, by the hex of their keys.
 * @throws GenError Storage; then what was taken before stays, and the next goes on behind it.
 */
export async function tallyJournal(
  journal: Pick<Journal, 'entriesSince' | 'member'>,
  store: TallyStore,
  isTrusted: (rater: string) => boolean,
): Promise<void> {
  function rated(document: DocumentPath, record: GenRecord): void {
    const module = parseModuleId(document.slice(RATINGS.length));
    const place = ['ratings', ...modulePath(module)];
    if (record.path.length !== place.length || !hasPrefix(record.path, place)) return;
    const body = readBody('rating', record.payload);
    if (body === undefined) return;
    const { timestamp: time, digest } = record;
    const rater = toHex(record.subspace);
    store.rate({ module, rater, stars: body.stars, time, digest }, isTrusted(rater));
  }

  function granted(document: DocumentPath, record: GenRecord): void {
    let bytes: Uint8Array<ArrayBuffer> | undefined;
    const capabilityIn = (id: MemberId): Capability | undefined => {
      bytes = journal.member(document, id);
      const member = bytes === undefined ? undefined : decodeMember(bytes);
      return member?.member === 'capability' ? member.capability : undefined;
    };
    const invited = invitedBy(record, capabilityIn);
    if (invited !== undefined && bytes !== undefined) store.invite({ did: invited.did, member: bytes });
  }

  function told(document: DocumentPath, record: GenRecord): void {
    const module = parseModuleId(document.slice(MODULE.length));
    const [kind] = record.path.slice(modulePath(module).length + 1);
    if (kind === 'grant') granted(document, record);
    if (kind !== 'versions') return;
    const body = readBody('release', record.payload);
    if (body !== undefined) store.release(body.sha256, module);
  }

  function take(document: DocumentPath, bytes: Uint8Array<ArrayBuffer>): void {
    const isRating = document.startsWith(RATINGS);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (!isRating && !(document.startsWith(MODULE) && TELLING.some((part) => text.includes(part)))) return;
    const member = decodeMember(bytes);
    // Receipts stand in these documents too.
    if (member.member !== 'record' || (member.path[0] !== 'ratings' && member.path[0] !== 'modules')) return;
    if (isRating) rated(document, member);
    else told(document, member);
  }

  for (;;) {
    const { entries, position } = journal.entriesSince(store.position(), SLICE);
    if (entries.length > 0)
      store.transact(() => {
        for (const { document, bytes } of entries) take(document, bytes);
        store.reached(position);
      });
    if (entries.length < SLICE) return;
    await setImmediate();
  }
}
