import { compareBytes } from '../core/bytes.ts';
import { toGenError } from '../core/errors.ts';
import type { DocumentPath } from '../core/record/document.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import type { CarriedRow } from '../ports/kept-rows.ts';
import type { RecordSource } from '../ports/records.ts';
import type { Write } from '../ports/tables.ts';
import type { Device } from './device.ts';

/** Held by whoever reads rows of what files brought and writes them anew. */
export const CARRIED_LOCK = 'carried';

/**
 * Admitted members that files brought: they count as members of their document do, are sent to nobody, and go once they are met
 * in it.
 */
export async function carriedMembers(
  { tables }: Pick<Device, 'tables'>,
  path: DocumentPath,
): Promise<readonly Member[]> {
  return ((await tables.get('carried', path))?.members ?? []).map(decodeMember);
}

/** Of what a file brought, what a document does not have itself. */
export function besideKnown(known: readonly Member[], brought: readonly Member[]): readonly Member[] {
  if (brought.length === 0) return known;
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...brought.filter(({ id }) => !ids.has(id))];
}

/** What files brought beside a source's documents; of a document that the source does not have, that alone. */
export function besideSource(
  source: RecordSource,
  broughtOf: (path: DocumentPath) => Promise<readonly Member[]>,
): RecordSource {
  return {
    async membersOf(path, signal) {
      const brought = await broughtOf(path);
      try {
        return besideKnown(await source.membersOf(path, signal), brought);
      } catch (thrown) {
        const { code } = toGenError(thrown);
        if (brought.length === 0 || (code !== 'Network' && code !== 'Timeout')) throw thrown;
        return brought;
      }
    },
  };
}

/** A row with further members; `undefined` where it has them already. */
export function withBrought(
  path: DocumentPath,
  row: CarriedRow | undefined,
  brought: readonly Member[],
): Write | undefined {
  const before = (row?.members ?? []).map(decodeMember);
  const all = besideKnown(before, brought);
  if (all.length === before.length) return undefined;
  const members = all.map(({ bytes }) => bytes).sort(compareBytes);
  return { table: 'carried', put: { path, members } };
}

/**
 * A row without the records that its document has now; capabilities stay as long as a record is left that may need them.
 *
 * @returns `undefined` where that changes nothing.
 */
export function withoutMet(row: CarriedRow, isMet: (id: MemberId) => boolean): Write | undefined {
  const members = row.members.map(decodeMember);
  const left = members.filter(({ member, id }) => member === 'capability' || !isMet(id));
  if (left.every(({ member }) => member === 'capability')) return { table: 'carried', remove: row.path };
  if (left.length === members.length) return undefined;
  return { table: 'carried', put: { ...row, members: left.map(({ bytes }) => bytes) } };
}
