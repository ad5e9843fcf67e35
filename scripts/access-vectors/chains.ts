import type { Area } from '../../src/core/access/area.ts';
import { area } from '../../tests/access/keys.ts';
import type { AccessMode } from '../../src/core/access/capability.ts';
import { initialOf, type Draft, type DraftLink } from '../../tests/access/chains/draft.ts';
import type { Signer } from '../../tests/access/chains/signers.ts';
import { ALICE, BOB, CAROL, COMMUNAL, OTHER_COMMUNAL, OTHER_OWNED, OWNED } from './people.ts';

/** The honest chains that the vectors are, and are spoilt from. */

const any = undefined;
const LATEST = Number.MAX_SAFE_INTEGER;
const link = (to: Signer, granted: Area): DraftLink => ({ to, area: granted });

export function communal(links: readonly DraftLink[], mode: AccessMode = 'write', user = ALICE): Draft {
  return { kind: 'communal', mode, namespace: COMMUNAL, user, links };
}

export function owned(links: readonly DraftLink[], mode: AccessMode = 'write', user = ALICE): Draft {
  return { kind: 'owned', mode, namespace: OWNED, user, links };
}

/** The same area again and again, back and forth between two. */
export function long(draft: Draft, length: number): Draft {
  const links = Array.from({ length }, (_, index) => link(index % 2 === 0 ? BOB : ALICE, initialOf(draft)));
  return { ...draft, links };
}

const alices = (path: readonly string[] = [], start = 0, end: number | undefined = any) =>
  area(ALICE.key, path, start, end);

export const HANDED = {
  communal: communal([link(BOB, alices())]),
  twice: communal([link(BOB, alices(['ratings'])), link(CAROL, alices(['ratings'], 5, 9))]),
  owned: owned([link(BOB, area(BOB.key, ['modules', 'io']))]),
  dated: owned([
    link(BOB, area(any, ['modules'], 100, 200)),
    link(CAROL, area(CAROL.key, ['modules', 'io'], 100, 150)),
    link(ALICE, area(CAROL.key, ['modules', 'io', 'x'], 101, 149)),
  ]),
} as const;

export const HONEST: Readonly<Record<string, Draft>> = {
  'communal, read': communal([], 'read'),
  'communal, write': communal([]),
  'communal, by the holder of its key': { ...communal([]), namespace: OTHER_COMMUNAL, user: OTHER_COMMUNAL },
  'communal, handed on': HANDED.communal,
  'communal, handed on to read': communal([link(BOB, alices())], 'read'),
  'communal, handed on twice': HANDED.twice,
  'communal, for one instant': communal([link(BOB, alices([], 7, 8))]),
  'communal, handed on to oneself': communal([link(ALICE, alices())]),
  'communal, handed on and back': communal([link(BOB, alices()), link(ALICE, alices())]),
  'communal, handed on eight times': long(communal([]), 8),
  'owned, read': owned([], 'read'),
  'owned, write': owned([]),
  "owned, by the namespace's own key": owned([], 'write', OWNED),
  'owned, of another namespace': { ...owned([]), namespace: OTHER_OWNED },
  'owned, handed on': HANDED.owned,
  'owned, handed on to read': owned([link(BOB, area(any, ['modules']))], 'read'),
  'owned, handed on whole': owned([link(BOB, area(any, []))]),
  "owned, handed on in another's name": owned([link(BOB, area(CAROL.key, []))]),
  'owned, narrower in every way, link by link': HANDED.dated,
  'owned, until the latest end': owned([link(BOB, area(any, [], 0, LATEST))]),
  'owned, from the latest start': owned([link(BOB, area(any, [], LATEST))]),
  'owned, half a range from its end': owned([
    link(BOB, area(any, [], 0, 10)),
    link(CAROL, area(any, [], 5, 10)),
  ]),
  'owned, the root in the middle': owned([link(OWNED, area(any, [])), link(CAROL, area(any, ['a']))]),
  'owned, in a circle': owned([BOB, CAROL, ALICE, BOB].map((to) => link(to, area(any, ['a'])))),
  'owned, a component longer at each link': owned(
    [BOB, CAROL, ALICE, BOB].map((to, index) =>
      link(to, area(any, ['k'.repeat(11), 'k', '@'].slice(0, index))),
    ),
  ),
  'owned, handed on eight times': long(owned([]), 8),
};
