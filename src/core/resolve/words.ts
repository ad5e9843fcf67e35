import { ASKER, type Cause, type Incompatibility } from './incompatibility.ts';
import type { Saying } from './sayings.ts';
import { ABSENT, bitOf, type Choices, type Versions } from './versions.ts';

type VersionsOf = (id: string) => Versions;

/** Runs of releases that follow each other, the newest first, as places. */
function runsOf(choices: Choices, count: number): (readonly [newest: number, oldest: number])[] {
  const runs: [number, number][] = [];
  for (let place = 0; place < count; place += 1) {
    if ((choices & bitOf(place)) === 0n) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[1] === place - 1) last[1] = place;
    else runs.push([place, place]);
  }
  return runs;
}

function runWords([newest, oldest]: readonly [number, number], releases: Versions['releases']): string {
  const [high, low] = [releases[newest]?.version ?? '', releases[oldest]?.version ?? ''];
  if (newest === oldest) return high;
  if (newest === 0) return `${low} or newer`;
  if (oldest === releases.length - 1) return `${high} or older`;
  return `${low} to ${high}`;
}

/** Build metadata may have a hyphen too. */
const isPrerelease = (version: string): boolean => (version.split('+')[0] ?? '').includes('-');

const needed = ({ id, range }: { id: string; range: string }): string =>
  range === '*' ? id : `${id} ${range}`;

/** `codec ^2.0.0`, as somebody wrote it, or the releases themselves. */
export function choiceWords(id: string, choices: Choices, versions: VersionsOf): string {
  const known = versions(id);
  const some = choices & ~ABSENT;
  if (some === (known.universe & ~ABSENT)) return id;
  const runs = runsOf(some, known.releases.length);
  const [first] = runs;
  if (runs.length === 1 && first !== undefined && first[0] === first[1])
    return `${id} ${known.releases[first[0]]?.version ?? ''}`;
  const range = known.rangeOf(some);
  if (range !== undefined) return needed({ id, range });
  return `${id} ${runs
    .map((run) => runWords(run, known.releases))
    .toReversed()
    .join(', or ')}`;
}

function subject(id: string, choices: Choices, versions: VersionsOf): string {
  const words = choiceWords(id, choices, versions);
  return words === id ? `every release of ${id}` : words;
}

function causeWords(cause: Exclude<Cause, { kind: 'derived' }>, from: string): string {
  const { id, range } = cause;
  switch (cause.kind) {
    case 'allows':
      return `${from} works with ${id} only in ${range}`;
    case 'excludes':
      return `${from} cannot stand beside ${needed(cause)}`;
    case 'asked':
    case 'needs': {
      const verb = cause.kind === 'asked' ? 'you ask for' : `${from} needs`;
      if (cause.missing === 'module') return `${verb} ${id} (not in this registry)`;
      if (cause.missing === 'release') return `${verb} ${id} ${range} (no release of it fits)`;
      return `${verb} ${needed(cause)}`;
    }
  }
}

function joined(words: readonly string[], last: string): string {
  return words.length < 3
    ? words.join(` ${last} `)
    : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

/** `1.0.0, 1.2.0 and 2.0.0`, `1.0.0 to 2.0.0`, `1.0.0 and pre-releases`. */
function thoseThere(releases: Versions['releases']): string {
  const finals = releases.map(({ version }) => version).filter((version) => !isPrerelease(version));
  const [newest, oldest] = [finals[0] ?? '', finals.at(-1) ?? ''];
  const some = finals.length > 3 ? [`${oldest} to ${newest}`] : finals.toReversed();
  const all = finals.length < releases.length ? [...some, 'pre-releases'] : some;
  return `${all.length === 1 && finals.length === 1 ? 'is' : 'are'} only ${joined(all, 'and')}`;
}

/** What releases say of a module, as verb and object; of several ranges, what they come to together. */
export function sayingWords(said: readonly Saying[], about: string, versions: VersionsOf): string {
  const [first] = said;
  if (first === undefined) return '';
  const { fact } = first;
  const { universe, releases } = versions(about);
  const allowed = said.reduce((set, one) => set | one.allowed, 0n);
  const isOne = said.every((one) => one.fact.range === fact.range);
  const words = (choices: Choices): string => (isOne ? needed(fact) : choiceWords(about, choices, versions));
  if (fact.kind === 'excludes') return `cannot stand beside ${words(universe & ~allowed)}`;
  if (fact.kind === 'allows') return `works only with ${words(allowed)}`;
  if (fact.kind === 'needs' && fact.from === about) return 'needs another release of itself';
  const verb = fact.kind === 'asked' ? 'ask for' : 'needs';
  if (fact.missing === 'module') return `${verb} ${about}, which is not in this registry`;
  if (fact.missing !== 'release' || (allowed & ~ABSENT) !== 0n) return `${verb} ${words(allowed)}`;
  if (releases.length === 0) return `${verb} ${about}, of which there is no release`;
  const there = thoseThere(releases);
  if (!isOne) return `${verb} other releases of ${about} than are there: there ${there}`;
  if (fact.range === '*') return `${verb} ${about}, of which there ${there}`;
  return `${verb} ${needed(fact)}, but of ${about} there ${there}`;
}

/** What an incompatibility says, as a part of a sentence. */
export function factWords({ terms, cause }: Incompatibility, versions: VersionsOf): string {
  if (cause.kind !== 'derived') {
    const from = cause.kind === 'asked' ? '' : subject(cause.from, terms.get(cause.from) ?? 0n, versions);
    return causeWords(cause, from);
  }
  const modules = [...terms].filter(([id]) => id !== ASKER);
  const present = modules
    .filter(([, term]) => (term & ABSENT) === 0n)
    .map(([id, term]) => subject(id, term, versions));
  const wanted = modules
    .filter(([, term]) => (term & ABSENT) !== 0n)
    .map(([id, term]) => choiceWords(id, versions(id).universe & ~term, versions));
  if (modules.length === 0) return 'what you ask for cannot be had together';
  const [only] = modules;
  if (wanted.length === 0 && modules.length === 1 && only !== undefined) {
    const what = choiceWords(...only, versions);
    return what === only[0] ? `no release of ${what} can be chosen` : `${what} cannot be chosen`;
  }
  if (wanted.length === 0) return `${joined(present, 'and')} cannot stand beside each other`;
  if (present.length === 0) return `${joined(wanted, 'or')} has to be chosen`;
  return `${joined(present, 'and')} ${present.length === 1 ? 'needs' : 'together need'} ${joined(wanted, 'or')}`;
}
