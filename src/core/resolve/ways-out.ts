import { solve, type SolveOptions } from './solve.ts';
import type { Provider } from './statements.ts';
import type { Need } from './versions.ts';

/** One change of what is asked for after which all of it can be had. */
export type WayOut =
  /** Any release of it: this one would be chosen. */
  | { readonly kind: 'allow'; readonly id: string; readonly version: string }
  | { readonly kind: 'drop'; readonly id: string }
  | { readonly kind: 'prereleases' };

const anyOf = ({ id }: Need): Need => ({ id, range: '*' });

/** What is asked for twice is a wish like any other: each is left out by itself. */
const without = (asked: readonly Need[], one: Need): readonly Need[] => asked.filter((need) => need !== one);

/** The fewest of what is asked for that cannot be had together: without any of them the rest can. */
export async function smallestClash(
  asked: readonly Need[],
  provider: Provider,
  options: SolveOptions = {},
): Promise<readonly Need[]> {
  let clash = asked;
  for (const need of asked) {
    const fewer = without(clash, need);
    if (fewer.length > 0 && 'because' in (await solve(fewer, provider, options))) clash = fewer;
  }
  return clash;
}

/**
 * Each single change that helps, the mildest first: pre-releases, another release of something, something less.
 *
 * @param clash of `asked`, where to look. @param provider answers again what it answered before.
 */
export async function waysOut(
  asked: readonly Need[],
  clash: readonly Need[],
  provider: Provider,
  options: SolveOptions = {},
): Promise<readonly WayOut[]> {
  const ways: WayOut[] = [];
  const drops: WayOut[] = [];
  if (
    options.prereleases !== true &&
    'chosen' in (await solve(asked, provider, { ...options, prereleases: true }))
  )
    ways.push({ kind: 'prereleases' });
  for (const need of clash) {
    const rest = without(asked, need);
    const loose = await solve([...rest, anyOf(need)], provider, options);
    const version = 'chosen' in loose ? loose.chosen.get(need.id)?.version : undefined;
    if (version !== undefined) ways.push({ kind: 'allow', id: need.id, version });
    if (rest.length > 0 && 'chosen' in (await solve(rest, provider, options)))
      drops.push({ kind: 'drop', id: need.id });
  }
  return [...ways, ...drops];
}
