import type { FigureRow, FigureTable } from './figure-table.ts';
import type { BenchOptions } from './options.ts';
import { catalogueDocuments, catalogueName } from './search/catalogue-documents.ts';
import type { Searcher } from './search/engine.ts';
import { ENGINES } from './search/engines.ts';
import { hitsOf, placeOf, questionsOver, type Question } from './search/relevance.ts';

const SEED = 20_261_121;
const QUESTIONS = 100;

function rowsOf(
  what: string,
  questions: readonly Question[],
  searchers: ReadonlyMap<string, Searcher>,
): FigureRow[] {
  return [...searchers].map(([engine, searcher]) => {
    const { asked, first, three, ten } = hitsOf(questions.map((question) => placeOf(question, searcher)));
    const share = (count: number): string => `${((count / asked) * 100).toFixed(0)} %`;
    return { what: `${what} · ${engine}`, figures: [asked, share(first), share(three), share(ten)] };
  });
}

/** What cannot be told apart is asked all the same: then the right module is one of several that are right. */
function ambiguity(what: string, questions: readonly Question[]): string[] {
  const ambiguous = questions.filter(({ twins }) => twins > 0);
  if (ambiguous.length === 0) return [];
  const examples = ambiguous.slice(0, 3).map(({ text }) => `"${text}"`);
  return [
    `${what}: ${ambiguous.length} of ${questions.length} fit other modules just as well, as ${examples.join(', ')}`,
  ];
}

function missesOf(what: string, questions: readonly Question[], ours: Searcher): string[] {
  const missed = questions.filter((question) => placeOf(question, ours) > 3).map(({ text }) => `"${text}"`);
  return missed.length === 0 ? [] : [`ours, not in the first three · ${what}: ${missed.join(', ')}`];
}

/** Questions drawn from the catalogue itself and written by hand: how often the module that is meant comes first. */
export async function* relevancePart({ catalogues }: BenchOptions): AsyncGenerator<FigureTable> {
  if (catalogues.length === 0) {
    console.error('bench: relevance needs real words: --catalogue FILE.');
    return;
  }
  const documents = await catalogueDocuments(catalogues);
  const questions = questionsOver(documents, SEED, QUESTIONS);
  const searchers = new Map(Object.entries(ENGINES).map(([name, engine]) => [name, engine.build(documents)]));
  searchers.delete('scan');
  const ours = searchers.get('ours');
  const classes = [...questions];
  yield {
    key: 'relevance',
    title: `relevance: ${catalogues.map(catalogueName).join(' and ')}, ${documents.length.toLocaleString('en')} modules, seed ${SEED}`,
    columns: ['asked', 'first', 'first three', 'first ten'],
    rows: classes.flatMap(([what, asked]) => rowsOf(what, asked, searchers)),
    notes: [
      ...classes.flatMap(([what, asked]) => ambiguity(what, asked)),
      ...(ours === undefined ? [] : classes.flatMap(([what, asked]) => missesOf(what, asked, ours))),
    ],
  };
}
