import type { IndexQuery } from './module-index.ts';

const MOST_ANSWERS = 64;
/** A page that shows more is not worth keeping. */
const LONGEST_PAGE = 200;

/** The last questions with their answers, the one asked longest ago leaves first. */
export interface QueryCache<Answer> {
  /** Answers about sets of ids are not kept: a set may change without a word. */
  get(query: IndexQuery, answer: (query: IndexQuery) => Answer): Answer;
  clear(): void;
}

export function createQueryCache<Answer>(): QueryCache<Answer> {
  const answers = new Map<string, Answer>();
  return {
    get(query, answer) {
      const { only, without, text, tags, types, licences, imports, sort, offset, limit } = query;
      if (only !== undefined || (without?.size ?? 0) > 0 || limit > LONGEST_PAGE) return answer(query);
      const key = JSON.stringify([text.slice(0, 256), tags, types, licences, imports, sort, offset, limit]);
      const found = answers.get(key) ?? answer(query);
      answers.delete(key);
      answers.set(key, found);
      if (answers.size > MOST_ANSWERS) answers.delete(answers.keys().next().value as string);
      return found;
    },
    clear: () => answers.clear(),
  };
}
