import type { Step } from './forced.ts';
import { ASKER } from './incompatibility.ts';
import { allowedBy, unfit } from './sayings.ts';
import { ABSENT, bitOf, type Choices, type Versions } from './versions.ts';
import { choiceWords, sayingWords } from './words.ts';

type VersionsOf = (id: string) => Versions;

/** Characters up to which a sentence is made longer. */
const LONG = 150;

/** Who asks; no module has this name. */
const YOU = '';

const END = 'so what you ask for cannot be had';

/** A step in words: `viewer 2.0.0`, `needs codec ^2.0.0`, `codec 1.0.0`. */
interface Clause {
  readonly subject: string;
  readonly says: string;
  /** What the module may still be, where the clause does not say it itself. */
  readonly leaves?: string | undefined;
  /** What it is about, as the next clause would call it. */
  readonly object?: string | undefined;
}

/** Whatever a step rests on before it, and as far as possible after that who was spoken of last. */
function inReadingOrder(steps: readonly Step[]): readonly Step[] {
  const restsOn = ({ id, sayings: { from, about } }: Step): string => (id === from ? about : from);
  const open = [...steps];
  const told: Step[] = [];
  while (open.length > 0) {
    const ready = open.filter(
      (step, place) => !open.slice(0, place).some((before) => before.id === restsOn(step)),
    );
    const last = told.at(-1);
    const follows = ready.find(({ id, sayings }) => sayings.from === last?.id && id !== sayings.from);
    const next = follows ?? ready[0];
    if (next === undefined) break;
    open.splice(open.indexOf(next), 1);
    told.push(next);
  }
  return told;
}

/** Says a step after those that were said before it. */
function speaker(versions: VersionsOf): (step: Step) => Clause {
  const choices = new Map<string, Choices>([[ASKER, bitOf(0)]]);
  const left = (id: string): Choices => choices.get(id) ?? versions(id).universe;
  return ({ id, sayings }) => {
    const { from, about, list } = sayings;
    const isBack = id === from;
    const before = left(id);
    const who = isBack ? unfit(sayings, before, left(about)) : left(from);
    const after = before & (isBack ? ~who : allowedBy(sayings, who, versions(about).universe));
    const isNews = isBack || choices.has(id);
    choices.set(id, after);
    const words = (after & ~ABSENT) === 0n ? `no release of ${id}` : choiceWords(id, after, versions);
    return {
      subject: from === ASKER ? YOU : choiceWords(from, who, versions),
      says: sayingWords(
        list.filter(({ when }) => (when & who) !== 0n),
        about,
        versions,
      ),
      leaves: isNews && after !== 0n ? words : undefined,
      object: isNews ? undefined : words,
    };
  };
}

function leavesWords({ says, leaves }: Clause): string {
  if (leaves === undefined) return '';
  // A second "which" would be about something else.
  return says.includes(',') ? `; that leaves ${leaves}` : `, which leaves ${leaves}`;
}

/** `a needs b, which needs c` and `a needs b and c`, as long as a sentence is no longer than it should be. */
function joinClauses(clauses: readonly Clause[]): readonly string[] {
  const sentences: string[] = [];
  let before: Clause | undefined;
  /** How the last sentence came to be: after "and" nobody knows what "which" is about, after "which" not what "and" is. */
  let joint: 'which' | 'and' | undefined;
  for (const clause of clauses) {
    const says = `${clause.says}${leavesWords(clause)}`;
    const isOpen = before?.object !== undefined;
    const next: typeof joint =
      isOpen && joint !== 'and' && before?.object === clause.subject
        ? 'which'
        : isOpen && joint !== 'which' && before?.subject === clause.subject
          ? 'and'
          : undefined;
    const more = next === 'which' ? `, which ${says}` : ` and ${says.replace(/^(needs|ask for) /, '')}`;
    const open = sentences.at(-1) ?? '';
    const goesOn: boolean = next !== undefined && open.length + more.length <= LONG;
    if (goesOn) sentences.splice(-1, 1, `${open}${more}`);
    else sentences.push(`${clause.subject === YOU ? 'You' : clause.subject} ${says}`);
    joint = goesOn ? next : undefined;
    before = clause;
  }
  return sentences.map((text) => `${text}.`);
}

/** That nothing is left of the last step's module, and who leaves nothing. */
function ending(steps: readonly Step[], id: string): string {
  const all = steps.filter((step) => step.id === id).map(({ sayings }) => sayings);
  const isFit = all.every(({ from, about, kind }) => from !== id && about === id && kind !== 'excludes');
  const [one, other] = all.map(({ from }) => from);
  if (!isFit || one === undefined) return `That leaves no release of ${id}, ${END}.`;
  if (all.length > 2) return `No release of ${id} fits all of these, ${END}.`;
  if (one === other) return `No release of ${id} fits both, ${END}.`;
  const [a, b] = other === ASKER ? [other, one] : [one, other];
  return `No release of ${id} fits both ${a === ASKER ? 'what you ask for' : a} and ${b}, ${END}.`;
}

/** Steps that leave nothing of the last one's module, as sentences that a reader can believe one after the other. */
export function tellSteps(steps: readonly Step[], versions: VersionsOf): readonly string[] {
  const id = steps.at(-1)?.id ?? ASKER;
  const ordered = inReadingOrder(steps);
  const sentences = joinClauses(ordered.map(speaker(versions)));
  // What a module is missing for speaks for itself.
  if (steps.filter((step) => step.id === id).length === 1) return sentences;
  return [...sentences, ending(ordered, id)];
}
