import { ASKER, type Cause, type Incompatibility } from './incompatibility.ts';
import type { Choices, Versions } from './versions.ts';

type Fact = Exclude<Cause, { kind: 'derived' }>;

/** What some releases say of another module. */
export interface Saying {
  /** The releases that say it. */
  readonly when: Choices;
  /** What the other module may be then. */
  readonly allowed: Choices;
  readonly fact: Fact;
}

/** What the releases of one module say of another one, or who asks says of it: of each release one saying at most. */
export interface Sayings {
  readonly from: string;
  readonly about: string;
  readonly kind: Fact['kind'];
  readonly list: readonly Saying[];
}

function factsOf(root: Incompatibility): readonly Incompatibility[] {
  const seen = new Set<Incompatibility>();
  const open = [root];
  const facts: Incompatibility[] = [];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    if (one.cause.kind === 'derived') open.push(one.cause.right, one.cause.left);
    else facts.push(one);
  }
  return facts;
}

/** All that a derivation rests on, by who says it of what. */
export function sayingsOf(root: Incompatibility, versions: (id: string) => Versions): readonly Sayings[] {
  const all: (Sayings & { readonly list: Saying[] })[] = [];
  for (const { terms, cause } of factsOf(root)) {
    if (cause.kind === 'derived') continue;
    const from = cause.kind === 'asked' ? ASKER : cause.from;
    const { id: about, kind } = cause;
    const { universe } = versions(about);
    // Of what is not there nothing is allowed; a release that needs another one of itself never fits.
    const allowed = from !== about && terms.has(about) ? universe & ~(terms.get(about) ?? 0n) : 0n;
    const saying = { when: terms.get(from) ?? 0n, allowed, fact: cause };
    const mine = all.find(
      (one) =>
        one.from === from &&
        one.about === about &&
        one.kind === kind &&
        one.list.every(({ when }) => (when & saying.when) === 0n),
    );
    if (mine === undefined) all.push({ from, about, kind, list: [saying] });
    else mine.list.push(saying);
  }
  return all;
}

/** What the other module may be where this one is one of `choices`. @param universe all choices of the other one. */
export function allowedBy({ list }: Sayings, choices: Choices, universe: Choices): Choices {
  const silent = list.reduce((set, { when }) => set & ~when, choices);
  if (silent !== 0n) return universe;
  return list.reduce((set, { when, allowed }) => ((when & choices) === 0n ? set : set | allowed), 0n);
}

/** Those of `choices` that say what cannot be where the other module is one of `others`. */
export function unfit({ from, about, list }: Sayings, choices: Choices, others: Choices): Choices {
  const fits = ({ allowed }: Saying): boolean => from !== about && (allowed & others) !== 0n;
  return list.reduce((set, one) => (fits(one) ? set : set | (one.when & choices)), 0n);
}
