import type { Area } from '../../../src/core/access/area.ts';
import type { AccessMode, Capability, Delegation } from '../../../src/core/access/capability.ts';
import type { Random } from '../../support/random.ts';
import { area } from '../keys.ts';
import { naiveAreaInArea } from '../naive.ts';
import { authorisation, handover, naiveIncludes, type Handover } from '../naive-validity.ts';
import { narrowed } from './areas.ts';
import { signer, type Signer } from './signers.ts';

/** A chain before anybody has signed it: who hands what to whom, and what a forger does instead. */

export interface DraftLink {
  readonly area: Area;
  readonly to: Signer;
  /** Signs in place of the receiver before. */
  readonly by?: Signer;
  /** What is signed in place of the handover, given what it should be. */
  readonly message?: (due: Handover) => Uint8Array;
}

export interface Draft {
  readonly kind: Capability['kind'];
  readonly mode: AccessMode;
  readonly namespace: Signer;
  readonly user: Signer;
  /** What the namespace's key signs in place of the authorisation. */
  readonly authorised?: Uint8Array;
  readonly authorisedBy?: Signer;
  readonly links: readonly DraftLink[];
}

const keys = Array.from({ length: 12 }, (_, index) => signer(101 + index));
const isOdd = ({ key }: Signer): boolean => (key[31] ?? 0) % 2 === 1;
/** Keys of namespaces too: somebody may hold the key of a communal one, and it must not matter. */
export const NAMESPACES = {
  owned: keys.filter(isOdd).slice(0, 2),
  communal: keys.filter((key) => !isOdd(key)).slice(0, 2),
} as const;
export const PEOPLE: readonly Signer[] = [signer(91), signer(92), signer(93), ...NAMESPACES.owned];
export const STRANGER = signer(99);
const AUTHORS = PEOPLE.map(({ key }) => key);

export function initialOf({ kind, user }: Draft): Area {
  return area(kind === 'owned' ? undefined : user.key, []);
}

export function honestDraft(random: Random): Draft {
  const kind = random.pick(['communal', 'owned'] as const);
  const mode = random.pick(['read', 'write'] as const);
  const user = random.pick(PEOPLE);
  const empty: Draft = { kind, mode, namespace: random.pick(NAMESPACES[kind]), user, links: [] };
  const links: DraftLink[] = [];
  let held = initialOf(empty);
  for (let left = random.chance(0.5) ? random.below(4) : random.below(9); left > 0; left -= 1) {
    held = random.chance(0.2) ? held : narrowed(random, held, AUTHORS);
    links.push({ area: held, to: random.pick(PEOPLE) });
  }
  return { ...empty, links };
}

/** Signs link by link; what sticks out of the link before has no difference to it, and is signed without one. */
export function signed(draft: Draft): Capability {
  const { kind, mode, user, namespace } = draft;
  const root = draft.authorisedBy ?? namespace;
  const initialAuthorisation = root.sign(draft.authorised ?? authorisation(mode, user.key));
  let [held, due] = [initialOf(draft), user];
  let before = kind === 'owned' ? initialAuthorisation : undefined;
  const delegations: Delegation[] = [];
  for (const { area: given, to, by, message = handover } of draft.links) {
    const difference = naiveIncludes(held, given) ? naiveAreaInArea(given, held) : new Uint8Array();
    const text = message({ mode, namespace: namespace.key, before, difference, receiver: to.key });
    const signature = (by ?? due).sign(text);
    delegations.push({ area: given, receiver: to.key, signature });
    [held, due, before] = [given, to, signature];
  }
  const common = { mode, namespace: namespace.key, user: user.key, delegations };
  return kind === 'owned' ? { kind, ...common, initialAuthorisation } : { kind, ...common };
}
