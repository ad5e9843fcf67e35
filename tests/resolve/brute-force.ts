import satisfies from 'semver/functions/satisfies.js';
import type { Candidate, Need } from '../../src/core/resolve/versions.ts';

export type Registry = ReadonlyMap<string, readonly Candidate[]>;
export type Choice = ReadonlyMap<string, Candidate>;

/** Whether these releases are all that is asked for, and stand beside each other. By node-semver and nothing else. */
export function isSound(asked: readonly Need[], choice: Choice): boolean {
  const fits = ({ id, range }: Need): boolean => {
    const release = choice.get(id);
    return release !== undefined && satisfies(release.version, range);
  };
  const isBroken = (id: string, { dependencies, conflicts = [] }: Candidate): boolean =>
    dependencies.some((need) => (need.optional === true ? choice.has(need.id) : true) && !fits(need)) ||
    conflicts.some((need) => need.id !== id && fits(need));
  return asked.every(fits) && ![...choice].some(([id, release]) => isBroken(id, release));
}

/** Every choice that there is, tried. */
export function hasSolution(registry: Registry, asked: readonly Need[]): boolean {
  const modules = [...registry];
  const tried = new Map<string, Candidate>();
  function search(place: number): boolean {
    const next = modules[place];
    if (next === undefined) return isSound(asked, tried);
    const [id, releases] = next;
    if (search(place + 1)) return true;
    return releases.some((release) => {
      tried.set(id, release);
      const found = search(place + 1);
      tried.delete(id);
      return found;
    });
  }
  return search(0);
}
