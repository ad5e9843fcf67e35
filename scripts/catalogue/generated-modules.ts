import type { CatalogueModule } from '../../src/cli/catalogue-file.ts';
import { randomOf, type Random } from '../../tests/support/random.ts';
import { vocabularyOf, zipf, type Vocabulary } from './vocabulary.ts';

export interface CatalogueSize {
  readonly modules: number;
  /** Of each module. */
  readonly releases: number;
  readonly seed: number;
}

const PARTS = [
  'core',
  'cli',
  'utils',
  'async',
  'types',
  'data',
  'parser',
  'bindings',
  'client',
  'server',
  'plus',
];
const OPENINGS = [
  'Library for',
  'Bindings to',
  'A fast implementation of',
  'Tools for',
  'Reads and writes',
  'Parser of',
];
const JOINTS = ['for', 'with', 'and', 'of', 'without', 'in', 'to', 'over', 'from'];
const LICENCES = [
  'MIT',
  'MIT',
  'MIT',
  'Apache-2.0',
  'Apache-2.0',
  'BSD-3-Clause',
  'ISC',
  'MPL-2.0',
  'LGPL-2.1-only',
  '',
];
const TYPES = [
  'library',
  'library',
  'library',
  'library',
  'tool',
  'storage',
  'validator',
  'inference',
  'knowledge',
] as const;
const DEEDS = [
  'open',
  'read',
  'write',
  'parse',
  'print',
  'encode',
  'decode',
  'compress',
  'hash',
  'verify',
  'find',
  'render',
];
const SIGNATURES = [
  '(i32,i32)->i32',
  '(i32)->i32',
  '(i32,i32,i32)->i32',
  '(i32)->()',
  '(f64,f64)->f64',
  '()->i32',
  '(i64)->i64',
];
const MOST_DEPENDENCIES = 6;

/** Parts of a family: `foo`, `foo-core`, `foo-cli`. */
function namesOf(random: Random, { word, rareWord }: Vocabulary): () => string {
  const taken = new Set<string>();
  let family: string[] = [];

  function beginFamily(): void {
    const first = random.chance(0.4) ? rareWord() : `${word()}-${rareWord()}`;
    family = [first, ...random.some(PARTS, random.chance(0.25) ? 0.3 : 0).map((part) => `${first}-${part}`)];
  }

  return function next() {
    for (;;) {
      if (family.length === 0) beginFamily();
      const name = family.shift() ?? '';
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
}

function description(random: Random, { word }: Vocabulary): string {
  const length = 5 + random.below(26);
  const opening = random
    .pick(OPENINGS)
    .split(' ')
    .slice(0, length - 1);
  const rest = Array.from({ length: length - opening.length }, () =>
    random.chance(0.2) ? random.pick(JOINTS) : word(),
  );
  return `${[...opening, ...rest].join(' ')}.`;
}

/** Newest first. */
function versionsOf(random: Random, count: number): string[] {
  let [major, minor, patch] = [random.below(3), random.below(8), random.below(5)];
  const versions = [`${major}.${minor}.${patch}`];
  while (versions.length < count) {
    if (random.chance(0.1)) [major, minor, patch] = [major + 1, 0, 0];
    else if (random.chance(0.5)) [minor, patch] = [minor + 1, 0];
    else patch += 1;
    versions.push(`${major}.${minor}.${patch}`);
  }
  return versions.toReversed();
}

function rangeFor(random: Random, oldest: string): string {
  return random.chance(0.3) ? '*' : `${random.pick(['>=', '^', '>='])}${oldest}`;
}

/**
 * A catalogue that nobody has written, as catalogues are: few words, authors and modules are met everywhere and most hardly
 * ever. Nothing needs what comes behind it. The same for the same size and seed, and one module in memory at a time but for names.
 */
export function* generatedModules({ modules, releases, seed }: CatalogueSize): Generator<CatalogueModule> {
  const random = randomOf(seed);
  const vocabulary = vocabularyOf(random, modules);
  const nextName = namesOf(random, vocabulary);
  const popularity = zipf(random, Math.max(1, modules));
  const before: { readonly id: string; readonly oldest: string }[] = [];

  function dependencies(): Record<string, string> {
    const count = before.length === 0 ? 0 : random.below(random.below(MOST_DEPENDENCIES + 1) + 1);
    const places = new Set(Array.from({ length: count }, () => popularity.pick(before.length)));
    const named = [...places].map((place) => before[place]).filter((one) => one !== undefined);
    return Object.fromEntries(named.map(({ id, oldest }) => [id, rangeFor(random, oldest)]));
  }

  function exportsOf(): string[] {
    const deeds = random.shuffled(DEEDS).slice(0, 1 + random.below(4));
    return deeds.map((deed) => {
      const word = random.chance(0.5) ? `_${vocabulary.word()}` : '';
      return `${deed}${word}${random.pick(SIGNATURES)}`;
    });
  }

  for (let nth = 0; nth < modules; nth += 1) {
    const id = nextName();
    const author = vocabulary.author();
    const versions = versionsOf(random, releases);
    const needs = dependencies();
    yield {
      id,
      name: id,
      description: description(random, vocabulary),
      tags: [...new Set(Array.from({ length: random.below(6) }, () => vocabulary.tag()))],
      author,
      license: random.pick(LICENCES),
      repo_url: random.chance(0.8)
        ? `https://git.example/${author.split(' ').at(-1)?.toLowerCase()}/${id}`
        : '',
      type: random.pick(TYPES),
      exports: exportsOf(),
      versions: versions.map((version) => ({ version, dependencies: needs, conflicts: {} })),
    };
    before.push({ id, oldest: versions.at(-1) ?? '0.0.0' });
  }
}
