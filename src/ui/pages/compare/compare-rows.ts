import type { ModuleId } from '../../../core/ids.ts';
import type { ReleaseView } from '../../../core/view/module-view.ts';
import type { ActivityItem } from '../../../ports/activity.ts';
import type { Card, RatingLine } from '../../../ports/search.ts';
import {
  formatAge,
  formatBytes,
  formatCount,
  formatDate,
  formatNumber,
  shortDid,
} from '../../text/format.ts';
import { madeByName } from '../../text/made-by.ts';
import { shownState } from '../../text/module-state.ts';
import { spacedType } from '../../text/memory.ts';
import { NEED_NAMES } from '../../text/needs.ts';

/** A module to look at beside others. */
export interface Compared {
  readonly id: ModuleId;
  /** Absent: the catalogue on this device does not name it. */
  readonly card?: Card | undefined;
  /** What is under way about it here, or failed last. */
  readonly job?: ActivityItem | undefined;
  /** From the module's own records, once they are here. */
  readonly release?: Pick<ReleaseView, 'exports' | 'dependencies'> | undefined;
}

/** What stands in one place of the table. No lines: nothing is known. */
export interface Cell {
  readonly lines: readonly string[];
  readonly note?: string | undefined;
  readonly isCode?: boolean | undefined;
}

export interface CompareRow {
  readonly label: string;
  /** One for each module, in their order. */
  readonly cells: readonly Cell[];
  readonly differs: boolean;
}

const UNKNOWN: Cell = { lines: [] };

function said(text: string, note?: string): Cell {
  return { lines: [text], note };
}

/** What is not known differs from nothing. */
function row(label: string, cells: readonly Cell[]): CompareRow {
  const known = new Set(cells.filter(({ lines }) => lines.length > 0).map(({ lines }) => lines.join('\n')));
  return { label, cells, differs: known.size > 1 };
}

function ratingWords({ average, count }: RatingLine): string {
  return `${average.toFixed(1)} of 5, ${formatCount(count, 'rating')}`;
}

function counted(count: number | undefined): Cell {
  return count === undefined ? UNKNOWN : said(formatNumber(count));
}

const OF_CARD: readonly (readonly [label: string, read: (card: Card, job?: ActivityItem) => Cell])[] = [
  ['Version', ({ version }) => ({ lines: [version], isCode: true })],
  ['Updated', ({ updatedAt }) => said(formatDate(updatedAt), formatAge(updatedAt))],
  ['Size', ({ size }) => said(formatBytes(size))],
  ['License', ({ licence }) => said(licence)],
  ['Type', ({ type }) => said(type)],
  ['Needs', ({ imports }) => said(imports.map((name) => NEED_NAMES[name] ?? name).join(', '))],
  ['Made by', ({ madeBy, author }) => said(madeBy === undefined ? shortDid(author) : madeByName(madeBy))],
  [
    'Trusted rating',
    ({ rating }) =>
      rating === undefined ? said('None') : said(ratingWords(rating), 'by raters who count here'),
  ],
  [
    'Everybody’s rating',
    ({ rawRating }) => (rawRating === undefined ? said('None') : said(ratingWords(rawRating), 'unverified')),
  ],
  ['Installs', ({ installs }) => counted(installs)],
  ['Downloads', ({ downloads }) => counted(downloads)],
  [
    'On this device',
    ({ installed, update, version }, job) => {
      const { name, word, detail } = shownState({ installed, newer: update ? version : undefined, job });
      return said(word, name === 'not-installed' ? undefined : detail);
    },
  ],
  ['Tags', ({ tags }) => said(tags.length === 0 ? 'None' : tags.map((tag) => `#${tag}`).join(' '))],
];

function dependencies({ release }: Compared): Cell {
  if (release === undefined) return UNKNOWN;
  if (release.dependencies.length === 0) return said('None');
  return { lines: release.dependencies.map(({ id, range }) => `${id} ${range}`), isCode: true };
}

/**
 * Functions with their types: all that the releases name where every one of them is here, else what the cards of the
 * catalogue list, so that like is held against like.
 */
export function comparedExports(modules: readonly Compared[]): {
  readonly common: readonly string[];
  readonly only: readonly (readonly string[])[];
  readonly fromReleases: boolean;
} {
  const fromReleases = modules.every(({ release }) => release !== undefined);
  const lists = modules.map(({ release, card }) =>
    fromReleases ? (release?.exports ?? []).map(({ name, type }) => `${name}${type}`) : (card?.exports ?? []),
  );
  const isIn = (name: string) => (list: readonly string[]) => list.includes(name);
  return {
    fromReleases,
    common: (lists[0] ?? []).filter((name) => lists.every(isIn(name))),
    only: lists.map((list) => list.filter((name) => lists.filter(isIn(name)).length === 1)),
  };
}

/** `compress(i32, i32) → i32` from `compress(i32,i32)->i32`. */
export function exportWords(text: string): string {
  return spacedType(text);
}

export function compareRows(modules: readonly Compared[]): readonly CompareRow[] {
  const ofCards = OF_CARD.map(([label, read]) =>
    row(
      label,
      modules.map(({ card, job }) => (card === undefined ? UNKNOWN : read(card, job))),
    ),
  );
  const { only } = comparedExports(modules);
  const offered = only.map((names): Cell =>
    names.length === 0 ? said('None') : { lines: names.map(exportWords), isCode: true },
  );
  return [
    ...ofCards,
    row('Depends on', modules.map(dependencies)),
    { label: 'Functions only here', cells: offered, differs: only.some((names) => names.length > 0) },
  ];
}
