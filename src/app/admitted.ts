import type { Capability } from '../core/access/capability.ts';
import type { NamespaceId } from '../core/ids.ts';
import { admit1 } from '../core/record/admission.ts';
import { AUTHORITY, documentOf, epochOf, FIRST_EPOCH, type DocumentPath } from '../core/record/document.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';

function tryDecode(bytes: Uint8Array): Member | undefined {
  try {
    return decodeMember(bytes);
  } catch {
    // Not a member at all: admission will leave it out.
    return undefined;
  }
}

/**
 * What a relay says is evidence from outside: admitted record by record before it counts. A member that is not
 * admitted is left out: the relay may have lied about it, the others stand on their own.
 *
 * @param document where all of them must belong; absent: each where its path puts it.
 */
export async function admittedMembers(
  namespace: NamespaceId,
  encoded: readonly Uint8Array[],
  document?: DocumentPath,
): Promise<Member[]> {
  const members = encoded.map(tryDecode).filter((member) => member !== undefined);
  const capabilities = new Map<MemberId, Capability>();
  for (const member of members) {
    if (member.member === 'capability') capabilities.set(member.id, member.capability);
  }
  const past = { capability: (id: MemberId) => capabilities.get(id) };

  async function admit(member: Member): Promise<Member> {
    // A capability may stand in any document.
    const own = member.member === 'record' ? documentOf(member, FIRST_EPOCH) : AUTHORITY;
    const path = document ?? own;
    return admit1({ namespace, epoch: epochOf(path, FIRST_EPOCH), path }, member.bytes, past);
  }
  const verdicts = await Promise.allSettled(members.map(admit));
  return verdicts.flatMap((verdict) => (verdict.status === 'fulfilled' ? [verdict.value] : []));
}
