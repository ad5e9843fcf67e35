import type { QueryProblem } from '../../core/search/module-index.ts';

const WORDS: Readonly<Record<QueryProblem['reason'], (typed: string) => string>> = {
  'unknown-field': (typed) => `${typed} begins with no field that is known; it was searched as words.`,
  'empty-field': (typed) => `Nothing stands after ${typed}; it was left out.`,
  range: (typed) => `${typed} has no range of versions, such as version:>=2; it was left out.`,
  signature: (typed) => `${typed} is no function, such as export:encode(i32)->i32; it was left out.`,
  needs: (typed) =>
    `${typed} is nothing that a module can need (nothing, wasi, env, js-glue, other); it was left out.`,
};

/** Longer than this is no mistyped field but something pasted. */
const SHOWN = 40;

function quoted(typed: string): string {
  return `“${typed.length > SHOWN ? `${typed.slice(0, SHOWN)}…` : typed}”`;
}

/** One sentence for a part of a search that could not be read as it stands, and what became of it. */
export function problemSentence({ typed, reason }: QueryProblem): string {
  return WORDS[reason](quoted(typed));
}

const CHUNK = /-?(?:[a-z]+:(?![:/]))?"([^"]*)("?)|\S+/giu;

/** What stands after a quote that nobody closed; the index reads it as closed at the end. */
function unclosedPhrase(text: string): string | undefined {
  const [, phrase = '', closing] = [...text.matchAll(CHUNK)].at(-1) ?? [];
  return closing === '' && /\S/u.test(phrase) ? phrase : undefined;
}

/** Nothing is left to be searched for, once what could not be read is left out. */
function isNothing(problems: readonly QueryProblem[], text: string): boolean {
  const leftOut = problems.filter(({ reason }) => reason !== 'unknown-field');
  const rest = leftOut.reduce((before, { typed }) => before.replace(typed, ' '), text);
  return !/[\p{L}\p{N}]|\w:\S/u.test(rest);
}

interface AnsweredSearch {
  /** As it was typed; empty: nothing was. */
  readonly text: string;
  readonly problems: readonly QueryProblem[];
  /** Modules that fit. */
  readonly total: number;
  /** By something chosen beside the text. */
  readonly isNarrowed: boolean;
}

/** All that is worth saying about how a search was read, each once. */
export function searchSentences({ text, problems, total, isNarrowed }: AnsweredSearch): readonly string[] {
  if (text.trim() !== '' && isNothing(problems, text)) {
    const became = isNarrowed ? 'it was left out' : 'all modules are listed';
    return [`Nothing in ${quoted(text.trim())} can be searched for: ${became}.`];
  }
  const phrase = total === 0 ? unclosedPhrase(text) : undefined;
  const unclosed =
    phrase === undefined
      ? []
      : [
          `The quote before ${quoted(phrase.trim())} is not closed: all to the end was searched as one phrase.`,
        ];
  return [...new Set([...worthSaying(problems, text).map(problemSentence), ...unclosed])];
}

/** Without a field at the end that somebody is about to fill in. */
export function worthSaying(problems: readonly QueryProblem[], text: string): readonly QueryProblem[] {
  return problems.filter(({ typed, reason }) => reason !== 'empty-field' || !text.endsWith(typed));
}
