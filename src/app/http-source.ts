import { GenError, toGenError } from '../core/errors.ts';
import type { DocumentPath } from '../core/record/document.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import { isReadRefusal } from '../core/record/read-message.ts';
import type { RecordSource } from '../ports/records.ts';
import type { DocumentRow } from '../ports/tables.ts';
import { admittedMembers } from './admitted.ts';
import { besideSource, carriedMembers } from './carried.ts';
import type { Device } from './device.ts';

/** @property members decoded, where they were just admitted. */
export interface FetchedDocument {
  readonly row: DocumentRow;
  readonly members?: readonly Member[];
}

/**
 * A document as the relay has it now, or as it was last kept where there is no network. What is new is admitted record by
 * record and kept.
 *
 * @throws GenError PermissionDenied where the relay does not let it be read | Network | Timeout where nothing was kept.
 */
export async function fetchDocument(
  { tables, relay, namespace }: Pick<Device, 'tables' | 'relay' | 'namespace'>,
  path: DocumentPath,
  signal?: AbortSignal,
): Promise<FetchedDocument> {
  const kept = await tables.get('documents', path);
  try {
    const answer = await relay.document(path, kept?.etag, signal);
    if (answer === 'unchanged') return { row: kept ?? { path, etag: '', members: [] } };
    const members = await admittedMembers(namespace, answer.members, path);
    const row = { path, etag: answer.etag, members: members.map(({ bytes }) => bytes) };
    await tables.write([{ table: 'documents', put: row }]);
    return { row, members };
  } catch (thrown) {
    const error = toGenError(thrown);
    // The relay names nothing that it refuses; whoever asked for several wants to know which.
    if (isReadRefusal(error)) throw new GenError(error.code, error.reason, { document: path }, error);
    if (kept === undefined || (error.code !== 'Network' && error.code !== 'Timeout')) throw error;
    return { row: kept };
  }
}

/** Documents over HTTP for processes without Automerge: service worker, command line. */
export function httpSource(device: Pick<Device, 'tables' | 'relay' | 'namespace'>): RecordSource {
  const source: RecordSource = {
    async membersOf(path, signal) {
      const { row, members } = await fetchDocument(device, path, signal);
      return members ?? row.members.map(decodeMember);
    },
  };
  return besideSource(source, (path) => carriedMembers(device, path));
}
