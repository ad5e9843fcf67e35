import { activity } from '../../app/engine/activity.ts';
import { installedRows } from '../../app/installed-set.ts';
import type { ModuleType } from '../../core/module-type.ts';
import type { ActivityItem } from '../../ports/activity.ts';
import { jobAbout, moduleState } from '../../ports/module-state.ts';
import type { Card } from '../../ports/search.ts';
import type { QueryProblem, SortOrder } from '../../core/search/module-index.ts';
import { loadCatalogue, partsNote } from '../catalogue-documents.ts';
import type { Context } from '../context.ts';
import { countedHere } from '../counted-here.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { moderationHere } from '../moderation-here.ts';
import { isoTime, table } from '../output.ts';

interface SearchOptions {
  readonly tag: readonly string[];
  readonly type?: ModuleType;
  readonly license: readonly string[];
  readonly needs: readonly string[];
  readonly installed?: boolean;
  readonly updates?: boolean;
  readonly sort: SortOrder;
  readonly limit: number;
  readonly showHidden?: boolean;
}

const MAX_DESCRIPTION = 60;

const PROBLEMS: Readonly<Record<QueryProblem['reason'], (typed: string) => string>> = {
  'unknown-field': (typed) => `There is no such field as in "${typed}": it was searched as words.`,
  'empty-field': (typed) => `Nothing stands behind the colon of "${typed}": it was left out.`,
  range: (typed) => `"${typed}" has no range of versions, such as version:>=2: it was left out.`,
  signature: (typed) => `"${typed}" is no function, such as export:encode(i32)->i32: it was left out.`,
  needs: (typed) => `"${typed}" is nothing that a module can need, such as wasi: it was left out.`,
};

/** `gen search`: all cards of the catalogue, the same index as in the app. */
export async function search(
  context: Context,
  words: readonly string[],
  options: SearchOptions,
): Promise<ExitCode> {
  const opened = await context.device();
  const { catalogue, pending, parts } = await loadCatalogue(context, opened);
  const installed = new Map(
    (await installedRows(opened.device.tables)).map(({ id, version }) => [id, version]),
  );
  const counted = await countedHere(context, opened);
  if (counted !== undefined) await catalogue.setAggregates(counted.rows);
  const { subjects } = await moderationHere(context, opened);
  const { tag: tags, type, license, needs, sort, limit, showHidden = false } = options;
  const { total, cards, hidden, catalogueSize, problems } = catalogue.search(
    {
      text: words.join(' '),
      tags,
      types: type === undefined ? undefined : [type],
      licences: license.length === 0 ? undefined : license,
      imports: needs.length === 0 ? undefined : needs,
      only: options.updates === true ? 'updates' : options.installed === true ? 'installed' : undefined,
      sort,
      offset: 0,
      limit,
      showHidden,
    },
    {
      installed,
      hidden: new Set(subjects.filter(({ rater }) => rater === undefined).map(({ id }) => id)),
      isPending: ({ record }) => pending.has(record.id),
    },
  );
  for (const { typed, reason } of problems) context.out.note(PROBLEMS[reason](typed));
  const jobs = await activity(opened.device);
  context.out.result({ total, hidden, catalogueSize, parts, problems, modules: cards.map(cardJson) }, () =>
    cards.length === 0
      ? []
      : table([
          ['ID', 'VERSION', 'TYPE', 'LICENSE', 'DESCRIPTION'],
          ...cards.map((card) => cardRow(card, jobs)),
        ]),
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
  const { licence, updatedAt, checked: _, ...rest } = card;
  return { ...rest, license: licence, updatedAt: isoTime(updatedAt) };
}

function cardRow(card: Card, jobs: readonly ActivityItem[]): string[] {
  const { id, version, type, licence, description, installed, update, pending, hidden } = card;
  const newer = update ? version : undefined;
  const { name, word } = moduleState({ installed, newer, job: jobAbout(jobs, { id, newer }) });
  const marks = [
    ...(name === 'not-installed' ? [] : [word]),
    ...(pending ? ['not sent'] : []),
    ...(hidden ? ['hidden'] : []),
  ];
  const [first = ''] = description.split('\n');
  const short = first.length > MAX_DESCRIPTION ? `${first.slice(0, MAX_DESCRIPTION - 1)}…` : first;
  return [id, version, type, licence, marks.length === 0 ? short : `${short} (${marks.join(', ')})`];
}
