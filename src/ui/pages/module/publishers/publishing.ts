import { parseDid } from '../../../../core/ids.ts';
import type { PublisherView } from '../../../../core/view/publishers.ts';
import type { ModulePage } from '../../../../ports/module-page.ts';

type Asking = Pick<ModulePage, 'module' | 'mine'>;

function isOpen({ ended }: PublisherView): boolean {
  return ended === undefined;
}

/** The owner lets in, and so does whoever was let in. */
export function mayLetIn({ module, mine }: Asking): boolean {
  return module.owner === mine || module.publishers.some((one) => one.did === mine && isOpen(one));
}

/** Delegations that began with this person: handed on by them, or by whom they let in. */
function handedOnBelow({ module, mine }: Asking): ReadonlySet<PublisherView> {
  const below = new Set<PublisherView>();
  const givers = new Set([mine]);
  for (let before = -1; before < below.size;) {
    before = below.size;
    for (const publisher of module.publishers) {
      if (!givers.has(publisher.by) || publisher.did === mine) continue;
      below.add(publisher);
      givers.add(publisher.did);
    }
  }
  return below;
}

/** Who this person may end: the owner everybody, others whom they let in themselves, directly or not. */
export function endable(asking: Asking): ReadonlySet<PublisherView> {
  const { module, mine } = asking;
  if (!mayLetIn(asking)) return new Set();
  const candidates = module.owner === mine ? new Set(module.publishers) : handedOnBelow(asking);
  return new Set([...candidates].filter(isOpen));
}

/** The latest day that this person can hand on until; `undefined`: there is none. */
export function ownEnd({ module, mine }: Asking): PublisherView['until'] {
  if (module.owner === mine) return undefined;
  const own = module.publishers.filter((one) => one.did === mine && isOpen(one));
  if (own.some(({ until }) => until === undefined)) return undefined;
  return own.map(({ until }) => until).sort((a, b) => (b ?? 0) - (a ?? 0))[0];
}

/** Why an identity cannot be let in, before the engine is asked. */
export function publisherProblem(text: string, { module, mine }: Asking): string | undefined {
  const did = text.trim();
  if (did === '') return 'Nobody is named. Paste the identity of whom you let publish.';
  if (did === mine) return 'This is your own identity. Paste the one of somebody else.';
  if (did === module.owner) return 'This is the owner, who may publish already.';
  return identityProblem(did);
}

/** Why a module cannot be handed over to an identity, before the engine is asked. */
export function receiverProblem(text: string, { mine }: Asking): string | undefined {
  const did = text.trim();
  if (did === '') return 'Nobody is named. Paste the identity of the new owner.';
  if (did === mine) return 'This is your own identity, and the module is yours already.';
  return identityProblem(did);
}

function identityProblem(did: string): string | undefined {
  try {
    parseDid(did);
    return undefined;
  } catch {
    return 'This is no identity. It begins with did:key:z6Mk and is 56 characters long; copy all of it.';
  }
}

export const MAX_REASON = 500;

export function reasonProblem(reason: string): string | undefined {
  if (reason.trim().length === 0) return 'Say why: everybody who looks at this module reads it.';
  return tooLongProblem(reason);
}

export function tooLongProblem(reason: string): string | undefined {
  const over = reason.trim().length - MAX_REASON;
  if (over <= 0) return undefined;
  return `The reason is ${over} ${over === 1 ? 'character' : 'characters'} too long. Shorten it; nothing was cut off.`;
}
