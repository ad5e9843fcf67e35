import { ASKER, type Cause, type Incompatibility, type Missing } from './incompatibility.ts';
import {
  ABSENT,
  bitOf,
  versionsOf,
  type Candidate,
  type Choices,
  type Need,
  type Versions,
  type VersionsOptions,
} from './versions.ts';

/** Every release of a module that may be chosen, in any order; `undefined`: no such module. Asked once for each. */
export type Provider = (
  id: string,
) => Promise<readonly Candidate[] | undefined> | readonly Candidate[] | undefined;

/** By id, then by range: the same whatever order a release lists them in. */
export function inOrder(a: Need, b: Need): number {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  if (a.range !== b.range) return a.range < b.range ? -1 : 1;
  return Number(a.optional === true) - Number(b.optional === true);
}

/** What the releases say of each other, as far as the search has come. */
export interface Statements {
  /** Of a module that was loaded. */
  versions(id: string): Versions;
  /** Loads the modules that the release needs, all at once, and adds what it says. */
  state(id: string, release: Candidate): Promise<void>;
}

/**
 * @param add is given each incompatibility once.
 */
export function createStatements(
  provider: Provider,
  options: VersionsOptions,
  add: (incompatibility: Incompatibility) => void,
): Statements {
  const loaded = new Map<string, Versions>();
  const missing = new Set<string>();
  /** What is said of a module that nothing has needed yet: it is not loaded for that. */
  const later = new Map<string, (() => void)[]>();
  const stated = new Set<string>();

  function versions(id: string): Versions {
    const known = loaded.get(id);
    if (known === undefined) throw new Error(`${id} is not loaded`);
    return known;
  }

  async function read(id: string): Promise<void> {
    const releases = await provider(id);
    if (releases === undefined) missing.add(id);
    loaded.set(id, versionsOf(id, releases ?? [], options));
  }

  /** All at once; what waited for them is said in the order of `ids`, whichever came first. */
  async function load(ids: readonly string[]): Promise<void> {
    const fresh = ids.filter((id) => !loaded.has(id));
    if (fresh.length === 0) return;
    await Promise.all(fresh.map(read));
    for (const id of fresh) {
      for (const say of later.get(id) ?? []) say();
      later.delete(id);
    }
  }

  function whenLoaded(id: string, say: () => void): void {
    if (loaded.has(id)) say();
    else later.set(id, [...(later.get(id) ?? []), say]);
  }

  /** Where `from` is one of `when`, `id` has to be one of `allowed`. */
  function require(from: string, when: Choices, id: string, allowed: Choices, cause: Cause): void {
    const { universe } = versions(id);
    const excluded = universe & ~allowed;
    const terms = new Map([[from, id === from ? when & excluded : when]]);
    if (id !== from && excluded !== universe) terms.set(id, excluded);
    if ([...terms.values()].every((choices) => choices !== 0n)) add({ terms, cause });
  }

  /** Every release of a module that says the same: what is learned of one of them holds for all. */
  function alike(from: string, list: 'dependencies' | 'conflicts', said: Need): Choices {
    const isSame = ({ id, range, optional }: Need): boolean =>
      id === said.id && range === said.range && (optional === true) === (said.optional === true);
    return versions(from).releases.reduce(
      (set, release, place) => ((release[list] ?? []).some(isSame) ? set | bitOf(place) : set),
      0n,
    );
  }

  function missingOf(id: string, fitting: Choices): Missing {
    if (missing.has(id)) return 'module';
    return fitting === 0n ? 'release' : undefined;
  }

  function stateNeed(from: string, need: Need): void {
    const { id, range, optional } = need;
    const fitting = versions(id).within(range);
    const when = alike(from, 'dependencies', need);
    if (optional === true) require(from, when, id, fitting | ABSENT, { kind: 'allows', from, id, range });
    else {
      const fact = { id, range, missing: missingOf(id, fitting) };
      const cause: Cause = from === ASKER ? { kind: 'asked', ...fact } : { kind: 'needs', from, ...fact };
      require(from, when, id, fitting, cause);
    }
  }

  function stateConflict(from: string, need: Need): void {
    const { id, range } = need;
    const { universe, within } = versions(id);
    const when = alike(from, 'conflicts', need);
    if (id !== from)
      require(from, when, id, universe & ~within(range), { kind: 'excludes', from, id, range });
  }

  function once(key: string, say: () => void): void {
    if (stated.has(key)) return;
    stated.add(key);
    say();
  }

  return {
    versions,
    async state(from, { dependencies, conflicts = [] }) {
      if (from === ASKER)
        loaded.set(ASKER, versionsOf(ASKER, [{ version: '0.0.0', dependencies, conflicts }]));
      const needs = dependencies.toSorted(inOrder);
      const needed = needs.filter(({ optional }) => optional !== true).map(({ id }) => id);
      await load([...new Set(needed)]);
      for (const need of needs) {
        const { id, range, optional } = need;
        once(`${from} ${optional === true ? '?' : '>'} ${id} ${range}`, () =>
          whenLoaded(id, () => stateNeed(from, need)),
        );
      }
      for (const need of conflicts.toSorted(inOrder))
        once(`${from} ! ${need.id} ${need.range}`, () =>
          whenLoaded(need.id, () => stateConflict(from, need)),
        );
    },
  };
}
