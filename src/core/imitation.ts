import { readsAs, skeletonOf } from './look-alike.ts';
import { misspelling } from './misspelling.ts';

/** What people know a module by. */
export interface NamedModule {
  readonly id: string;
  readonly name: string;
}

/**
 * - `look-alike-id`, `look-alike-name`: the same once letters that look alike, hyphens and case are not told apart.
 * - `misspelt-id`: one letter of a word of five or more is another, missing, added or swapped; two of nine or more.
 * - `same-last-part`, `same-name`: what a person remembers is the same, what tells whose it is differs.
 */
export type ImitationKind =
  | 'look-alike-id'
  | 'misspelt-id'
  | 'same-last-part'
  | 'look-alike-name'
  | 'same-name';

/** @property evidence technical: what was compared. */
export interface Imitation {
  readonly id: string;
  readonly kind: ImitationKind;
  readonly sure: 'likely' | 'possible';
  readonly evidence: string;
}

/** So many modules of one name, and it is nobody's in particular: codec, core, parser. */
const COMMON = 4;
/** A last part or name that is shorter means nothing. */
const TELLING = 5;
const MOST = 3;

const lastPart = (id: string) => id.lastIndexOf('.') + 1;

/**
 * Which of the modules that are known another one can be taken for, surest first, three at most. Resemblance has no
 * direction: it is the caller's to leave out those of the same owner, and those that came later.
 *
 * Linear; most of the known are passed over after a few letters: 100,000 take some 30 ms of a processor.
 */
export function imitations(module: NamedModule, known: Iterable<NamedModule>): Imitation[] {
  const { id, name } = module;
  const [idSkeleton, nameSkeleton] = [skeletonOf(id, false), skeletonOf(name, true)];
  const tail = id.slice(lastPart(id));
  const tailSkeleton = skeletonOf(tail, false);
  const found: Imitation[] = [];
  const sameTail: Imitation[] = [];
  const sameName: Imitation[] = [];
  for (const other of known) {
    if (other.id === id) continue;
    const [kind, sure, evidence] = compared(other);
    if (kind === undefined) continue;
    const list = kind === 'same-last-part' ? sameTail : kind.endsWith('-name') ? sameName : found;
    list.push({ id: other.id, kind, sure, evidence });
  }
  const telling = [sameTail, sameName].flatMap((list) => (list.length < COMMON ? list : []));
  return [...found, ...telling]
    .sort((a, b) => Number(a.sure === 'possible') - Number(b.sure === 'possible'))
    .slice(0, MOST);

  function compared(
    other: NamedModule,
  ): readonly [kind: ImitationKind | undefined, sure: Imitation['sure'], evidence: string] {
    if (readsAs(idSkeleton, other.id)) return ['look-alike-id', 'likely', `${id} reads as ${other.id}`];
    const misspelt = misspelling(id, other.id);
    if (misspelt !== undefined) return ['misspelt-id', 'possible', misspelt];
    if (tail.length >= TELLING && readsAs(tailSkeleton, other.id, lastPart(other.id)))
      return ['same-last-part', 'possible', `both end in ${tail}`];
    if (nameSkeleton.codes.length >= TELLING && readsAs(nameSkeleton, other.name)) {
      if (other.name === name) return ['same-name', 'possible', `both are called ${name}`];
      return ['look-alike-name', 'likely', `${name} reads as ${other.name}`];
    }
    return [undefined, 'possible', ''];
  }
}
