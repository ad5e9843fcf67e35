import type { ModuleType } from '../../core/module-type.ts';
import type { Card, SortOrder } from '../../ports/engine.ts';
import { loadCatalogue } from '../catalogue-documents.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { isoTime, table } from '../output.ts';

interface SearchOptions {
  readonly tag: readonly string[];
  readonly type?: ModuleType;
  readonly sort: Exclude<SortOrder, 'rating'>;
  readonly limit: number;
}

const MAX_DESCRIPTION = 60;

/** `gen search`: all cards of the catalogue, the same index as in the app. */
export async function search(
  context: Context,
  words: readonly string[],
  options: SearchOptions,
): Promise<ExitCode> {
  const opened = await context.device();
  const { catalogue, pending } = await loadCatalogue(context, opened);
  const installed = new Map(
    (await opened.device.tables.all('installations')).map(({ id, version }) => [id, version]),
  );
  const { tag: tags, type, sort, limit } = options;
  const { total, cards, catalogueSize } = catalogue.search(
    { text: words.join(' '), tags, type, sort, offset: 0, limit },
    {
      installed: (id) => installed.get(id),
      rating: () => undefined,
      isPending: ({ record }) => pending.has(record.id),
    },
  );
  context.out.result({ total, catalogueSize, modules: cards.map(cardJson) }, () =>
    cards.length === 0
      ? []
      : table([['ID', 'VERSION', 'TYPE', 'LICENSE', 'DESCRIPTION'], ...cards.map(cardRow)]),
  );
  if (total === 0) context.out.note(`Nothing fits; the catalogue holds ${catalogueSize} modules.`);
  else if (total > cards.length) context.out.note(`${cards.length} of ${total}; more with --limit.`);
  return EXIT.ok;
}

function cardJson(card: Card) {
  const { id, name, description, version, tags, licence, type, imports, size, author, installed, pending } =
    card;
  const updatedAt = isoTime(card.updatedAt);
  return {
    id,
    name,
    description,
    version,
    tags,
    license: licence,
    type,
    imports,
    size,
    author,
    updatedAt,
    installed,
    pending,
  };
}

function cardRow({ id, version, type, licence, description, installed, pending }: Card): string[] {
  const marks = [
    ...(installed === undefined ? [] : [`installed ${installed}`]),
    ...(pending ? ['not sent'] : []),
  ];
  const [first = ''] = description.split('\n');
  const short = first.length > MAX_DESCRIPTION ? `${first.slice(0, MAX_DESCRIPTION - 1)}…` : first;
  return [id, version, type, licence, marks.length === 0 ? short : `${short} (${marks.join(', ')})`];
}
