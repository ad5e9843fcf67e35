import { GenError } from '../../core/errors.ts';
import type { ModuleType } from '../../core/module-type.ts';
import { createModuleIndex } from '../../core/search/create-module-index.ts';
import type { IndexQuery, ModuleIndex, SortOrder } from '../../core/search/module-index.ts';
import type { SearchDocument } from '../../core/search/search-document.ts';
import { readCatalogueFile, type CatalogueModule } from '../catalogue-file.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { table, textLines, type Output } from '../output.ts';
import { fileText } from '../questions.ts';

interface CatalogueSearch {
  /** A file of modules, one a line. */
  readonly catalogue?: string | undefined;
  /** A file of questions, one a line; absent: the words are one. */
  readonly queries?: string | undefined;
  readonly tag: readonly string[];
  readonly type?: ModuleType;
  readonly license: readonly string[];
  readonly needs: readonly string[];
  readonly sort: SortOrder;
  readonly limit: number;
}

/** Results of one of many questions. */
const MOST_RESULTS = 20;
const LONGEST_DESCRIPTION = 60;

interface OpenedCatalogue {
  readonly index: ModuleIndex;
  readonly shown: ReadonlyMap<string, { readonly name: string; readonly description: string }>;
}

/**
 * `gen search --catalogue`: the index of the app over a file; needs no relay, no data folder and no identity. With
 * `--queries`, one JSON line for each of its lines, empty ones too; `ms` is the time of the index alone.
 */
export async function searchCatalogue(
  { out, signal }: Pick<Context, 'out' | 'signal'>,
  words: readonly string[],
  options: CatalogueSearch,
): Promise<ExitCode> {
  if (options.catalogue === undefined) throw usage('--queries needs --catalogue. See --help.');
  if (options.queries !== undefined && words.length > 0)
    throw usage('Either words or --queries, not both. See --help.');
  const questions = options.queries === undefined ? undefined : linesIn(await fileText(options.queries));
  const opened = await openCatalogue(options.catalogue, signal);
  const limit = questions === undefined ? options.limit : Math.min(options.limit, MOST_RESULTS);
  for (const question of questions ?? [words.join(' ')]) {
    if (signal.aborted) throw new GenError('Cancelled', 'aborted');
    answer(out, opened, question, { ...options, limit }, questions !== undefined);
  }
  return EXIT.ok;
}

const usage = (text: string): GenError => new GenError('InvalidInput', 'usage', { text });

function answer(
  out: Output,
  { index, shown }: OpenedCatalogue,
  query: string,
  { tag: tags, type, license: licences, needs: imports, sort, limit }: CatalogueSearch,
  isOneOfMany: boolean,
): void {
  const types = type === undefined ? [] : [type];
  const asked: IndexQuery = { text: query, tags, types, licences, imports, sort, offset: 0, limit };
  const started = performance.now();
  const { total, matches } = index.search(asked);
  const ms = performance.now() - started;
  const results = matches.map(({ id, score }) => ({ id, name: shown.get(id)?.name ?? id, score }));
  out.result({ query, ms, total, results }, () => [
    ...(isOneOfMany ? [query.trim() === '' ? '(empty line):' : `${query}:`] : []),
    ...(results.length === 0
      ? []
      : table([
          ['ID', 'NAME', 'DESCRIPTION'],
          ...results.map(({ id, name }) => [id, name, short(shown.get(id)?.description ?? '')]),
        ])),
  ]);
  if (total === 0) out.note(`Nothing fits; the file holds ${index.size} modules.`);
  else if (total > results.length && !isOneOfMany)
    out.note(`${results.length} of ${total}; more with --limit.`);
}

function short(description: string): string {
  const [first = ''] = textLines(description);
  return first.length > LONGEST_DESCRIPTION ? `${first.slice(0, LONGEST_DESCRIPTION - 1)}…` : first;
}

/** A byte order mark belongs to none, and the end of the last line begins no other. */
function linesIn(text: string): string[] {
  const lines = text.replace(/^\ufeff/u, '').split(/\r?\n/u);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

async function openCatalogue(file: string, signal: AbortSignal): Promise<OpenedCatalogue> {
  const index = createModuleIndex();
  const shown = new Map<string, { name: string; description: string }>();
  for await (const module of readCatalogueFile(file, signal)) {
    index.put(documentOf(module));
    shown.set(module.id, {
      name: module.name,
      description: module.description.slice(0, 2 * LONGEST_DESCRIPTION),
    });
  }
  return { index, shown };
}

function documentOf({
  id,
  name,
  description,
  tags,
  author,
  license,
  type,
  exports,
  versions,
}: CatalogueModule): SearchDocument {
  return {
    id,
    name,
    description,
    tags,
    author,
    owner: '',
    licence: license,
    type: type ?? 'library',
    version: versions[0]?.version ?? '',
    imports: [],
    exports,
    size: 0,
    updatedAt: 0,
  };
}
