import { GenError, toGenError } from '../core/errors.ts';
import { decodeMember } from '../core/record/member.ts';
import { isReadRefusal } from '../core/record/read-message.ts';
import type { RecordSource } from '../ports/records.ts';
import { admittedMembers } from './admitted.ts';
import type { Device } from './device.ts';

/**
 * Documents over HTTP for processes without Automerge (service worker, command line): fetched, admitted record
 * by record, kept; without a network, what was kept.
 */
export function httpSource({
  tables,
  relay,
  namespace,
}: Pick<Device, 'tables' | 'relay' | 'namespace'>): RecordSource {
  return {
    async membersOf(path, signal) {
      const kept = await tables.get('documents', path);
      try {
        const answer = await relay.document(path, kept?.etag, signal);
        if (answer === 'unchanged') return (kept?.members ?? []).map(decodeMember);
        const members = await admittedMembers(namespace, answer.members, path);
        const row = { path, etag: answer.etag, members: members.map(({ bytes }) => bytes) };
        await tables.write([{ table: 'documents', put: row }]);
        return members;
      } catch (thrown) {
        const error = toGenError(thrown);
        // The relay names nothing that it refuses; whoever asked for several wants to know which.
        if (isReadRefusal(error)) throw new GenError(error.code, error.reason, { document: path }, error);
        if (kept === undefined || (error.code !== 'Network' && error.code !== 'Timeout')) throw error;
        return kept.members.map(decodeMember);
      }
    },
  };
}
