import type { Capability } from '../core/access/capability.ts';
import { toGenError } from '../core/errors.ts';
import { admit1 } from '../core/record/admission.ts';
import { epochOf, FIRST_EPOCH, type DocumentPath } from '../core/record/document.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import type { RecordSource } from '../ports/records.ts';
import type { Device } from './device.ts';

/**
 * Documents over HTTP for processes without Automerge (service worker, command line): fetched, admitted record
 * by record, kept; without a network, what was kept. A member that is not admitted is left out: the relay may
 * have lied about it, the others stand on their own.
 */
export function httpSource(device: Pick<Device, 'tables' | 'relay' | 'namespace'>): RecordSource {
  async function admitted(path: DocumentPath, encoded: readonly Uint8Array[]): Promise<Member[]> {
    const address = { namespace: device.namespace, epoch: epochOf(path, FIRST_EPOCH), path };
    const capabilities = new Map<MemberId, Capability>();
    for (const bytes of encoded) {
      const member = tryDecode(bytes);
      if (member?.member === 'capability') capabilities.set(member.id, member.capability);
    }
    const past = { capability: (id: MemberId) => capabilities.get(id) };
    const verdicts = await Promise.allSettled(encoded.map((bytes) => admit1(address, bytes, past)));
    return verdicts.flatMap((verdict) => (verdict.status === 'fulfilled' ? [verdict.value] : []));
  }

  return {
    async membersOf(path, signal) {
      const kept = await device.tables.get('documents', path);
      try {
        const answer = await device.relay.document(path, kept?.etag, signal);
        if (answer === 'unchanged') return (kept?.members ?? []).map(decodeMember);
        const members = await admitted(path, answer.members);
        const row = { path, etag: answer.etag, members: members.map(({ bytes }) => bytes) };
        await device.tables.write([{ table: 'documents', put: row }]);
        return members;
      } catch (thrown) {
        const error = toGenError(thrown);
        if (kept === undefined || (error.code !== 'Network' && error.code !== 'Timeout')) throw error;
        return kept.members.map(decodeMember);
      }
    },
  };
}

function tryDecode(bytes: Uint8Array): Member | undefined {
  try {
    return decodeMember(bytes);
  } catch {
    // Not a member at all: admission will leave it out.
    return undefined;
  }
}
