import { readCapabilityLink } from '../../../../core/access/capability-link.ts';
import { linksOf } from '../../../../core/access/capability.ts';
import { didOf, type Did, type PublicKey } from '../../../../core/ids.ts';
import { decodeMember } from '../../../../core/record/member.ts';
import type { PermissionLink } from '../../../../ports/permissions.ts';

/** What a link says of itself, before anything of it was checked. */
export interface Offered {
  readonly mode: 'read' | 'write';
  /** The key of the registry that it is for. */
  readonly root: Did;
  /** From whoever made it on; the last one is whom it is for. */
  readonly chain: readonly PermissionLink[];
}

/** Read here to be shown only; the engine decides whether it holds. `undefined`: no permission. */
export function readOffered(link: string): Offered | undefined {
  try {
    const member = decodeMember(readCapabilityLink(link));
    if (member.member !== 'capability') return undefined;
    const { capability } = member;
    const chain = linksOf(capability).map(({ receiver, area }) => ({
      to: didOf(receiver),
      path: area.path.join('/'),
      until: area.times.end,
    }));
    return { mode: capability.mode, root: didOf(capability.namespace satisfies PublicKey), chain };
  } catch {
    return undefined;
  }
}
