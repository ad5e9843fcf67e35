import * as z from 'zod/mini';
import type { Capability } from '../access/capability.ts';
import { decodeCapability, encodeCapability } from '../access/capability-encoding.ts';
import { GenError } from '../errors.ts';
import { decodeCanonical, encodeCanonical } from './canonical-cbor.ts';
import { CAPABILITY_TAG, decodeRecord, memberIdOf, type GenRecord, type MemberId } from './record.ts';

/** A capability chain as a member of the set that its records stand in. */
export interface CapabilityMember {
  readonly member: 'capability';
  readonly id: MemberId;
  readonly capability: Capability;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type Member = GenRecord | CapabilityMember;

/** A chain of eight delegations with the longest paths stays below. */
export const MAX_CAPABILITY = 12 * 1024;

const capabilityShape = z.tuple([z.literal(CAPABILITY_TAG), z.instanceof(Uint8Array)]);

/** First byte: array head of eight (record) or two (capability) items. */
const CAPABILITY_HEAD = 0x82;

export function capabilityMember(capability: Capability): CapabilityMember {
  const bytes = encodeCanonical([CAPABILITY_TAG, encodeCapability(capability)]);
  return { member: 'capability', id: memberIdOf(bytes), capability, bytes };
}

/** Structure only. @throws GenError InvalidInput as `decodeRecord`, or `capability-shape` | `capability-size`. */
export function decodeMember(bytes: Uint8Array): Member {
  if (bytes[0] !== CAPABILITY_HEAD) return decodeRecord(bytes);
  if (bytes.length > MAX_CAPABILITY)
    throw new GenError('InvalidInput', 'capability-size', { bytes: bytes.length });
  const parsed = capabilityShape.safeParse(decodeCanonical(bytes));
  if (!parsed.success) throw new GenError('InvalidInput', 'capability-shape');
  const capability = decodeCapability(parsed.data[1]);
  return { member: 'capability', id: memberIdOf(bytes), capability, bytes: Uint8Array.from(bytes) };
}
