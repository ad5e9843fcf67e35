import { ASKER } from './incompatibility.ts';
import { allowedBy, unfit, type Sayings } from './sayings.ts';
import { ABSENT, bitOf, type Choices, type Versions } from './versions.ts';

/** After it a module may be less than before, whatever else is chosen. */
export interface Step {
  readonly id: string;
  /** What it cannot be, as far as it matters later. */
  readonly excluded: Choices;
  /** Where `id` says them itself, what it says cannot be met; else it is what they are about. */
  readonly sayings: Sayings;
}

const everything = (id: string, versions: (id: string) => Versions): Choices =>
  id === ASKER ? bitOf(0) : versions(id).universe;

/** @param isBack whether who says it is looked at, not what it is about. @param left what a module may still be. */
function stepOf(
  one: Sayings,
  isBack: boolean,
  left: (id: string) => Choices,
  universe: Choices,
): Step | undefined {
  const { from, about } = one;
  const id = isBack ? from : about;
  if (isBack ? from === ASKER : from === about) return undefined;
  const excluded = isBack
    ? unfit(one, left(from), left(about))
    : left(about) & ~allowedBy(one, left(from), universe);
  return excluded === 0n ? undefined : { id, excluded, sayings: one };
}

/** Steps until nothing of a module is left; `undefined`: it never comes to that. */
function propagate(all: readonly Sayings[], versions: (id: string) => Versions): readonly Step[] | undefined {
  const steps: Step[] = [];
  const choices = new Map<string, Choices>();
  const left = (id: string): Choices => choices.get(id) ?? everything(id, versions);

  function take(one: Sayings, isBack: boolean): Step | undefined {
    const step = stepOf(one, isBack, left, versions(one.about).universe);
    if (step === undefined) return undefined;
    steps.push(step);
    choices.set(step.id, left(step.id) & ~step.excluded);
    return step;
  }

  const isNeeded = (id: string): boolean => (left(id) & ABSENT) === 0n;
  // First what is needed, then what cannot be met of what is; what nobody needs is ruled out only where it takes that.
  const passes: readonly ((one: Sayings) => Step | undefined)[] = [
    (one) => take(one, false),
    (one) => (isNeeded(one.from) ? take(one, true) : undefined),
    (one) => take(one, true),
  ];
  for (let pass = 0; pass < passes.length;) {
    let hasStep = false;
    for (const one of all) {
      const step = passes[pass]?.(one);
      if (step === undefined) continue;
      if (left(step.id) === 0n) return steps;
      hasStep = true;
      if (pass > 0) break;
    }
    pass = hasStep ? 0 : pass + 1;
  }
  return undefined;
}

/** What the other module of a step must not be, so that the step can be taken. */
function condition(
  { id, excluded, sayings }: Step,
  universe: Choices,
): { readonly of: string; readonly not: Choices } {
  const { from, about, list } = sayings;
  if (id === from) {
    if (from === about) return { of: about, not: 0n };
    const wanted = list.filter(({ when }) => (when & excluded) !== 0n);
    return { of: about, not: wanted.reduce((set, { allowed }) => set | allowed, 0n) };
  }
  const harmful = list.filter(({ allowed }) => (allowed & excluded) === 0n);
  return { of: from, not: from === ASKER ? 0n : harmful.reduce((set, { when }) => set & ~when, universe) };
}

/** The steps, and of each the part, without which the last one would not leave nothing. */
function needed(steps: readonly Step[], versions: (id: string) => Versions): readonly Step[] {
  const parts = new Map<number, Choices>();
  function account(id: string, excluded: Choices, before: number): void {
    let open = excluded;
    for (const [place, step] of steps.slice(0, before).entries()) {
      const part = step.id === id ? step.excluded & open : 0n;
      if (part === 0n) continue;
      parts.set(place, (parts.get(place) ?? 0n) | part);
      open &= ~part;
    }
  }
  const last = steps.at(-1)?.id ?? ASKER;
  account(last, everything(last, versions), steps.length);
  for (const [place, step] of [...steps.entries()].toReversed()) {
    const excluded = parts.get(place);
    if (excluded === undefined) continue;
    const { of, not } = condition({ ...step, excluded }, versions(step.sayings.from).universe);
    account(of, not, place);
  }
  return steps
    .map((step, place) => ({ ...step, excluded: parts.get(place) ?? 0n }))
    .filter(({ excluded }) => excluded !== 0n);
}

/**
 * Steps that follow from each other and leave nothing of the last one's module; without any of these sayings they would not.
 * `undefined`: to see that nothing fits, cases have to be told apart.
 */
export function forcedSteps(
  all: readonly Sayings[],
  versions: (id: string) => Versions,
): readonly Step[] | undefined {
  const stepsOf = (some: readonly Sayings[]): readonly Step[] | undefined => {
    const steps = propagate(some, versions);
    return steps && needed(steps, versions);
  };
  let steps: readonly Step[] | undefined = stepsOf(all);
  if (steps === undefined) return undefined;
  for (const { sayings } of steps) {
    const used: ReadonlySet<Sayings> = new Set(steps.map((step) => step.sayings));
    if (used.has(sayings)) steps = stepsOf([...used].filter((one) => one !== sayings)) ?? steps;
  }
  return steps;
}
