import { aligned, milliseconds } from './table.ts';

/** A table with columns of its own, for what a median beside a floor does not say. */
export interface FigureTable {
  readonly key: string;
  readonly title: string;
  /** With their units, without the first, which says what was measured. */
  readonly columns: readonly string[];
  readonly rows: readonly FigureRow[];
  /** What a reader has to know to compare the rows. */
  readonly notes: readonly string[];
}

export interface FigureRow {
  readonly what: string;
  /** One for each column; `null` where there is none. */
  readonly figures: readonly (number | string | null)[];
}

function cell(figure: number | string | null): string {
  if (figure === null) return '–';
  if (typeof figure === 'string') return figure;
  if (figure >= 1000) return Math.round(figure).toLocaleString('en');
  return Number.isInteger(figure) ? String(figure) : milliseconds(figure);
}

export function formatFigures({ title, columns, rows, notes }: FigureTable): string {
  const lines = aligned([
    ['what', ...columns],
    ...rows.map(({ what, figures }) => [what, ...figures.map(cell)]),
  ]);
  return [title, ...lines.map((line) => `  ${line}`), ...notes.map((note) => `  ${note}`)].join('\n');
}
