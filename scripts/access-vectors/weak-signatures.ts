import type { Capability, Delegation } from '../../src/core/access/capability.ts';
import type { PublicKey } from '../../src/core/ids.ts';
import { area } from '../../tests/access/keys.ts';
import { naiveAreaInArea } from '../../tests/access/naive.ts';
import { authorisation, handover } from '../../tests/access/naive-validity.ts';
import {
  forgedBySmallOrder,
  NOT_CANONICAL_KEY,
  OFF_CURVE_KEY,
  signedWithR,
  SMALL_ORDER,
} from './edge-signatures.ts';
import { ALICE, BOB, COMMUNAL, OWNED } from './people.ts';

/** Chains with one signature at the edge of Ed25519; all else about them is right. */

interface Weak {
  readonly rule: string;
  readonly name: string;
  readonly capability: Capability;
}

const WEAK_KEY = 'no key of small order signs';
const WEAK_R = 'no R of small order';
const NO_POINT = 'a key is the canonical encoding of a point';

type Sign = (message: Uint8Array) => Uint8Array;

/** The user's own subspace of the communal namespace, all of it handed to Bob. */
function handedBy(user: PublicKey, sign: Sign): Capability {
  const own = area(user, []);
  const difference = naiveAreaInArea(own, own);
  const message = handover({
    mode: 'write',
    namespace: COMMUNAL.key,
    before: undefined,
    difference,
    receiver: BOB.key,
  });
  const link: Delegation = { area: own, receiver: BOB.key, signature: sign(message) };
  return { kind: 'communal', mode: 'write', namespace: COMMUNAL.key, user, delegations: [link] };
}

function authorisedBy(namespace: PublicKey, sign: Sign): Capability {
  const initialAuthorisation = sign(authorisation('write', ALICE.key));
  return { kind: 'owned', mode: 'write', namespace, user: ALICE.key, initialAuthorisation, delegations: [] };
}

/** Honestly handed to `weak`, who hands it on to Bob. */
function handedOnBy(weak: PublicKey, sign: Sign): Capability {
  const everything = area(undefined, []);
  const difference = naiveAreaInArea(everything, everything);
  const common = { mode: 'write', namespace: OWNED.key, difference } as const;
  const root = authorisedBy(OWNED.key, OWNED.sign);
  const before = root.kind === 'owned' ? root.initialAuthorisation : undefined;
  const first = ALICE.sign(handover({ ...common, before, receiver: weak }));
  const second = sign(handover({ ...common, before: first, receiver: BOB.key }));
  const delegations = [
    { area: everything, receiver: weak, signature: first },
    { area: everything, receiver: BOB.key, signature: second },
  ];
  return { ...root, delegations };
}

const isOwned = (key: PublicKey): boolean => (key[31] ?? 0) % 2 === 1;

export function weakSignatures(): readonly Weak[] {
  const smallKeys = SMALL_ORDER.flatMap(([name, key]): Weak[] => {
    const sign: Sign = (message) => forgedBySmallOrder(key, message);
    const root = { rule: WEAK_KEY, name: `namespace: ${name}`, capability: authorisedBy(key, sign) };
    return [
      { rule: WEAK_KEY, name: `user: ${name}`, capability: handedBy(key, sign) },
      { rule: WEAK_KEY, name: `receiver: ${name}`, capability: handedOnBy(key, sign) },
      ...(isOwned(key) ? [root] : []),
    ];
  });
  const smallR = SMALL_ORDER.flatMap(([name, point]): Weak[] => [
    {
      rule: WEAK_R,
      name: `first handover, R: ${name}`,
      capability: handedBy(ALICE.key, (message) => signedWithR(point, 12, message)),
    },
  ]);
  const noKeys = [
    ['not canonical', NOT_CANONICAL_KEY],
    ['off the curve', OFF_CURVE_KEY],
  ] as const;
  return [
    ...smallKeys,
    ...smallR,
    ...noKeys.map(([name, key]): Weak => {
      return { rule: NO_POINT, name: `user: ${name}`, capability: handedBy(key, ALICE.sign) };
    }),
  ];
}
