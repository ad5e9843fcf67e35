import { concat } from '../../../src/core/bytes.ts';
import type { Random } from '../../support/random.ts';
import { area } from '../keys.ts';
import { naiveAreaInArea } from '../naive.ts';
import { authorisation, handover, naiveIncludes } from '../naive-validity.ts';
import { NO_AREAS, WIDENINGS } from './areas.ts';
import { initialOf, NAMESPACES, PEOPLE, STRANGER, type Draft, type DraftLink } from './draft.ts';

/** What a forger who can sign does to a chain while it is made. `undefined` where there is nothing to do it to. */
export type Forgery = (draft: Draft, random: Random) => Draft | undefined;

type Relink = (link: DraftLink, at: number, draft: Draft, random: Random) => DraftLink | undefined;

function atLink(relink: Relink, where?: 'first' | 'last'): Forgery {
  return (draft, random) => {
    const { length } = draft.links;
    if (length === 0) return undefined;
    const at = { first: 0, last: length - 1, any: random.below(length) }[where ?? 'any'];
    const link = draft.links[at];
    const forged = link && relink(link, at, draft, random);
    return forged && { ...draft, links: draft.links.with(at, forged) };
  };
}

const heldAt = (draft: Draft, at: number) => draft.links[at - 1]?.area ?? initialOf(draft);
const otherMode = ({ mode }: Draft) => (mode === 'read' ? 'write' : 'read');

function otherAreas(changes: typeof WIDENINGS, where?: 'last'): Readonly<Record<string, Forgery>> {
  const forgeries = Object.entries(changes).map(([name, change]) => {
    const relink: Relink = (link, at, draft) => {
      const changed = change(link.area, heldAt(draft, at), STRANGER.key);
      return changed && { ...link, area: changed };
    };
    return [name, atLink(relink, where)] as const;
  });
  return Object.fromEntries(forgeries);
}

export const FORGERIES: Readonly<Record<string, Forgery>> = {
  ...otherAreas(WIDENINGS),
  ...otherAreas(NO_AREAS, 'last'),
  'nine links or more': (draft, random) => {
    const last = draft.links.at(-1) ?? { area: initialOf(draft), to: draft.user };
    const links = Array.from({ length: 9 + random.below(3) }, (_, index) => draft.links[index] ?? last);
    return { ...draft, links };
  },
  'exactly eight links': (draft) => {
    const last = draft.links.at(-1) ?? { area: initialOf(draft), to: draft.user };
    return { ...draft, links: Array.from({ length: 8 }, (_, index) => draft.links[index] ?? last) };
  },
  'signed by somebody else': atLink((link, _at, _draft, random) => ({
    ...link,
    by: random.pick([...PEOPLE, STRANGER]),
  })),
  'signed by who receives it': atLink((link) => ({ ...link, by: link.to })),
  "signed by the namespace's key": atLink((link, _at, draft) => ({ ...link, by: draft.namespace })),
  'over an older signature': atLink((link, at) =>
    at === 0 ? undefined : { ...link, message: (due) => handover({ ...due, before: new Uint8Array(64) }) },
  ),
  'over the first message again': atLink((link) => ({
    ...link,
    message: (due) => handover({ ...due, before: undefined }),
  })),
  'over the other mode': atLink(
    (link, _at, draft) => ({
      ...link,
      message: (due) => handover({ ...due, mode: otherMode(draft) }),
    }),
    'first',
  ),
  'over another namespace': atLink(
    (link, _at, { kind }, random) => ({
      ...link,
      message: (due) => handover({ ...due, namespace: random.pick(NAMESPACES[kind]).key }),
    }),
    'first',
  ),
  'over another receiver': atLink((link, _at, _draft, random) => {
    const receiver = random.pick(PEOPLE).key;
    return { ...link, message: (due) => handover({ ...due, receiver }) };
  }),
  'over its area in everything': atLink((link) => ({
    ...link,
    message: (due) => handover({ ...due, difference: naiveAreaInArea(link.area, area(undefined, [])) }),
  })),
  'over the whole area held': atLink((link, at, draft) => {
    const held = heldAt(draft, at);
    return { ...link, message: (due) => handover({ ...due, difference: naiveAreaInArea(held, held) }) };
  }),
  'over its parts in another order': atLink((link) => ({
    ...link,
    message: ({ before = new Uint8Array(), difference, receiver }) => concat(before, difference, receiver),
  })),
  'handed on within what was held two links before': atLink((link, at, draft) => {
    const wider = at === 0 ? undefined : heldAt(draft, at - 1);
    return wider && naiveIncludes(wider, link.area) ? { ...link, area: wider } : undefined;
  }),
  'authorised by somebody else': (draft, random) => ({ ...draft, authorisedBy: random.pick(PEOPLE) }),
  'authorised for another user': (draft, random) => ({
    ...draft,
    authorised: authorisation(draft.mode, random.pick(PEOPLE).key),
  }),
  'authorised for the other mode': (draft) => ({
    ...draft,
    authorised: authorisation(otherMode(draft), draft.user.key),
  }),
  'authorised as if it were communal': ({ mode, user, ...draft }) => ({
    ...draft,
    mode,
    user,
    authorised: concat(Uint8Array.of(mode === 'read' ? 0 : 1), user.key),
  }),
};
