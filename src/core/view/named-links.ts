import { ancestryOf } from '../access/authority.ts';
import type { Capability } from '../access/capability.ts';
import { oncePer } from '../once-per.ts';
import { capabilityMember } from '../record/member.ts';
import type { MemberId } from '../record/record.ts';

/** A capability as it was at one handing-on, with the id that a revocation names it by. */
export interface NamedLink {
  readonly id: MemberId;
  readonly capability: Capability;
}

/** From the first receiver's to the capability itself. Encodes and hashes each, so once per object. */
export const namedLinks: (capability: Capability) => readonly NamedLink[] = oncePer((whole: Capability) =>
  ancestryOf(whole).map((capability) => ({ id: capabilityMember(capability).id, capability })),
);
