import type { GenError } from '../core/errors.ts';
import type { NamespaceId } from '../core/ids.ts';
import { admit1 } from '../core/record/admission.ts';
import { AUTHORITY, documentOf, epochOf, type DocumentPath, type Epoch } from '../core/record/document.ts';
import { decodeMember, type CapabilityMember } from '../core/record/member.ts';
import { memberIdOf, type GenRecord, type MemberId } from '../core/record/record.ts';
import type { RecordSets } from './record-sets.ts';
import { refusalOf } from './refusal.ts';

/** A record that may be in its document; whether the relay takes it is policy's to say. */
export interface AdmittedRecord {
  readonly id: MemberId;
  readonly record: GenRecord;
  readonly document: DocumentPath;
}

export interface RefusedRecord {
  readonly id: MemberId;
  /** Absent when the bytes are no record. */
  readonly record?: GenRecord;
  readonly error: GenError;
}

/** A POST whose signatures and chains have been checked. */
export interface AdmittedPost {
  /** Each once, without the capabilities. */
  readonly records: readonly (AdmittedRecord | RefusedRecord)[];
  /** What is answered, in the posted order: a record that came twice is answered twice. */
  readonly order: readonly MemberId[];
  readonly capabilities: ReadonlyMap<MemberId, CapabilityMember>;
}

interface Sorted {
  readonly records: (GenRecord | RefusedRecord)[];
  readonly capabilities: Map<MemberId, CapabilityMember>;
  readonly order: MemberId[];
}

/** What cannot be read is answered like a record, whatever it was meant to be. What came twice is looked at once. */
function sortMembers(posted: readonly Uint8Array[]): Sorted {
  const { records, capabilities, order }: Sorted = { records: [], capabilities: new Map(), order: [] };
  const seen = new Set<MemberId>();
  for (const bytes of posted) {
    const id = memberIdOf(bytes);
    if (!seen.has(id)) {
      seen.add(id);
      try {
        const member = decodeMember(bytes);
        if (member.member === 'record') records.push(member);
        else capabilities.set(id, member);
      } catch (thrown) {
        records.push({ id, error: refusalOf(thrown) });
      }
    }
    if (!capabilities.has(id)) order.push(id);
  }
  return { records, capabilities, order };
}

interface CheckedCapabilities {
  readonly valid: Map<MemberId, CapabilityMember>;
  readonly invalid: Map<MemberId, GenError>;
}

async function checkCapabilities(
  members: Iterable<CapabilityMember>,
  namespace: NamespaceId,
  epoch: Epoch,
): Promise<CheckedCapabilities> {
  const checked: CheckedCapabilities = { valid: new Map(), invalid: new Map() };
  const address = { namespace, epoch, path: AUTHORITY };
  const past = { capability: () => undefined };
  await Promise.all(
    [...members].map(async (member) => {
      try {
        await admit1(address, member.bytes, past);
        checked.valid.set(member.id, member);
      } catch (thrown) {
        checked.invalid.set(member.id, refusalOf(thrown));
      }
    }),
  );
  return checked;
}

/**
 * `admit/1` over a POST. The causal past of each record is what its document holds and what came with it.
 * Runs beside other POSTs: it reads the journal and changes nothing.
 */
export async function admitPost(
  posted: readonly Uint8Array[],
  place: { readonly namespace: NamespaceId; readonly epoch: Epoch },
  sets: RecordSets,
): Promise<AdmittedPost> {
  const { namespace, epoch } = place;
  const { records, capabilities, order } = sortMembers(posted);
  const { valid, invalid } = await checkCapabilities(capabilities.values(), namespace, epoch);

  async function admit(record: GenRecord | RefusedRecord): Promise<AdmittedRecord | RefusedRecord> {
    if ('error' in record) return record;
    try {
      const document = documentOf(record, epoch);
      const chainFault = record.credential === undefined ? undefined : invalid.get(record.credential);
      if (chainFault !== undefined) throw chainFault;
      const past = {
        capability: (id: MemberId) => valid.get(id)?.capability ?? sets.of(document).capabilities.get(id),
      };
      await admit1({ namespace, epoch: epochOf(document, epoch), path: document }, record.bytes, past);
      return { id: record.id, record, document };
    } catch (thrown) {
      return { id: record.id, record, error: refusalOf(thrown) };
    }
  }

  return { records: await Promise.all(records.map(admit)), order, capabilities: valid };
}
