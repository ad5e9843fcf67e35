import type { ModuleType } from '../../core/module-type.ts';
import type { Card, SortOrder } from '../../ports/engine.ts';
import { loadCatalogue, partsNote } from '../catalogue-documents.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { moderationHere } from '../moderation-here.ts';
import { isoTime, table } from '../output.ts';

interface SearchOptions {
  readonly tag: readonly string[];
  readonly type?: ModuleType;
  readonly sort: Exclude<SortOrder, 'rating'>;
  readonly limit: number;
  readonly showHidden?: boolean;
}

const MAX_DESCRIPTION = 60;

/** `gen search`: all cards of the catalogue, the same index as in the app. */
export async function search(
  context: Context,
  words: readonly string[],
  options: SearchOptions,
): Promise<ExitCode> {
  const opened = await context.device();
  const { catalogue, pending, parts } = await loadCatalogue(context, opened);
  const installed = new Map(
    (await opened.device.tables.all('installations')).map(({ id, version }) => [id, version]),
  );
  const { moderation } = await moderationHere(context, opened);
  const { tag: tags, type, sort, limit, showHidden = false } = options;
  const { total, cards, hidden, catalogueSize } = catalogue.search(
    { text: words.join(' '), tags, type, sort, offset: 0, limit, showHidden },
    {
      installed: (id) => installed.get(id),
      rating: () => undefined,
      isPending: ({ record }) => pending.has(record.id),
      isHidden: (id) => moderation.module(id).length > 0,
    },
  );
  context.out.result({ total, hidden, catalogueSize, parts, modules: cards.map(cardJson) }, () =>
    cards.length === 0
      ? []
      : table([['ID', 'VERSION', 'TYPE', 'LICENSE', 'DESCRIPTION'], ...cards.map(cardRow)]),
  );
  if (parts !== undefined) context.out.note(partsNote(parts));
  else if (total === 0) context.out.note(`Nothing fits; the catalogue holds ${catalogueSize} modules.`);
  else if (total > cards.length) context.out.note(`${cards.length} of ${total}; more with --limit.`);
  if (hidden > 0 && !showHidden) context.out.note(leftOut(hidden));
  return EXIT.ok;
}

function leftOut(hidden: number): string {
  const what = hidden === 1 ? '1 more is' : `${hidden} more are`;
  return `${what} hidden by moderators whom you follow; --show-hidden shows them, "gen moderators" whom.`;
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
    hidden: card.hidden,
  };
}

function cardRow({ id, version, type, licence, description, installed, pending, hidden }: Card): string[] {
  const marks = [
    ...(installed === undefined ? [] : [`installed ${installed}`]),
    ...(pending ? ['not sent'] : []),
    ...(hidden ? ['hidden'] : []),
  ];
  const [first = ''] = description.split('\n');
  const short = first.length > MAX_DESCRIPTION ? `${first.slice(0, MAX_DESCRIPTION - 1)}…` : first;
  return [id, version, type, licence, marks.length === 0 ? short : `${short} (${marks.join(', ')})`];
}
