import { ABSENT, countOf, type Choices } from './versions.ts';
import type { Incompatibility } from './incompatibility.ts';

/** One step of the search: what a module may still be after it. */
export interface Assignment {
  readonly id: string;
  readonly before: Choices;
  readonly after: Choices;
  /** How many decisions were made up to it. */
  readonly level: number;
  /** From which it follows; absent: it was decided. */
  readonly cause?: Incompatibility | undefined;
}

/** Of terms that hold: the assignment after which the last of them came to, and the level at which the others did. */
export interface LastSatisfier {
  readonly id: string;
  readonly place: number;
  readonly others: number;
}

/** How a term stands to what is assigned. */
export type Relation = 'holds' | 'fails' | 'open';

/** What is decided and derived so far, in order. */
export interface PartialSolution {
  choices(id: string): Choices;
  relation(id: string, term: Choices): Relation;
  /** How many releases it may be. */
  count(id: string): number;
  /** Modules that are needed and not decided yet, in the order in which they came to be needed. */
  wanted(): Iterable<string>;
  decide(id: string, choice: Choices): void;
  derive(id: string, excluded: Choices, cause: Incompatibility): void;
  at(place: number): Assignment;
  lastSatisfier(terms: ReadonlyMap<string, Choices>): LastSatisfier;
  /** At which a term came to hold that holds now. */
  levelOf(id: string, term: Choices): number;
  /** Takes back everything behind a level. */
  backtrack(level: number): void;
  decided(): ReadonlyMap<string, Choices>;
}

/** @param universe of a module that was loaded. */
export function createPartialSolution(universe: (id: string) => Choices): PartialSolution {
  const assignments: Assignment[] = [];
  const places = new Map<string, number[]>();
  const now = new Map<string, Choices>();
  const decisions = new Map<string, Choices>();
  const needed = new Set<string>();
  const counts = new Map<string, { readonly choices: Choices; readonly count: number }>();
  let level = 0;

  const choices = (id: string): Choices => now.get(id) ?? universe(id);

  function assign(assignment: Assignment): void {
    const { id, after } = assignment;
    const mine = places.get(id);
    if (mine === undefined) places.set(id, [assignments.length]);
    else mine.push(assignments.length);
    assignments.push(assignment);
    now.set(id, after);
    if ((after & ABSENT) === 0n && !decisions.has(id)) needed.add(id);
  }

  const at = (place: number): Assignment => assignments[place] as Assignment;

  function satisfier(id: string, term: Choices): number {
    const place = places.get(id)?.find((one) => (at(one).after & ~term) === 0n);
    if (place === undefined) throw new Error(`nothing says of ${id} what holds`);
    return place;
  }

  return {
    choices,
    relation(id, term) {
      const mine = choices(id);
      const both = mine & term;
      if (both === mine) return 'holds';
      return both === 0n ? 'fails' : 'open';
    },
    count(id) {
      const mine = choices(id);
      const before = counts.get(id);
      if (before?.choices === mine) return before.count;
      const count = countOf(mine & ~ABSENT);
      counts.set(id, { choices: mine, count });
      return count;
    },
    wanted: () => needed,
    decide(id, choice) {
      level += 1;
      decisions.set(id, choice);
      needed.delete(id);
      assign({ id, before: choices(id), after: choice, level });
    },
    derive(id, excluded, cause) {
      const before = choices(id);
      assign({ id, before, after: before & ~excluded, level, cause });
    },
    at,
    lastSatisfier(terms) {
      let last: LastSatisfier = { id: '', place: -1, others: 0 };
      for (const [id, term] of terms) {
        const place = satisfier(id, term);
        const isLater = place > last.place;
        const earlier = isLater ? last.place : place;
        const others = Math.max(last.others, earlier < 0 ? 0 : at(earlier).level);
        last = isLater ? { id, place, others } : { ...last, others };
      }
      return last;
    },
    levelOf: (id, term) => at(satisfier(id, term)).level,
    backtrack(to) {
      while ((assignments.at(-1)?.level ?? 0) > to) {
        const { id, before, cause } = assignments.pop() as Assignment;
        places.get(id)?.pop();
        now.set(id, before);
        if (cause === undefined) decisions.delete(id);
        if ((before & ABSENT) === 0n) needed.add(id);
        else needed.delete(id);
      }
      level = to;
    },
    decided: () => decisions,
  };
}
