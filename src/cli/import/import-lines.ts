import { cutText } from '../../core/cut-text.ts';
import type { Skipped } from './imported-module.ts';
import type { ImportTally } from './run-import.ts';

const MOST_SHOWN = 20;
/** Characters of an id, a version or a reason. */
const LONGEST_TOLD = 200;

/** What `gen import` answers. */
export interface EndedImport extends ImportTally {
  readonly dryRun: boolean;
  /** The first ones. */
  readonly skipped: readonly Skipped[];
  readonly skippedCount: number;
  readonly seconds: number;
}

/** Ids and texts of a file may be of any length. */
export function shortSkip({ id, version, reason, ...rest }: Skipped): Skipped {
  return {
    ...rest,
    ...(id === undefined ? {} : { id: cutText(id, LONGEST_TOLD) }),
    ...(version === undefined ? {} : { version: cutText(version, LONGEST_TOLD) }),
    reason: cutText(reason, LONGEST_TOLD),
  };
}

function skippedText({ line, id, version, reason }: Skipped): string {
  const what =
    id === undefined ? `line ${line ?? 0}` : [id, version].filter((part) => part !== undefined).join(' ');
  return `skipped ${what}: ${reason.replace(/^line /u, '')}`;
}

function shortened(lines: readonly string[], count: number): string[] {
  const shown = lines.slice(0, MOST_SHOWN);
  return count > shown.length
    ? [...shown, `… and ${count - shown.length} more; --json lists ${lines.length}`]
    : shown;
}

/** For a person: the first of what was left out, and how many more. */
export function importLines({
  dryRun,
  modules,
  releases,
  unchanged,
  lookedAtAgain,
  skipped,
  skippedCount,
  refused,
  refusedCount,
  seconds,
}: EndedImport): string[] {
  const rate =
    dryRun || modules === 0 ? '' : `, ${Math.round(modules / Math.max(seconds, 0.1))} modules a second`;
  return [
    `${dryRun ? 'Would publish' : 'Published'} ${modules} modules with ${releases} releases in ${seconds.toFixed(1)} s${rate}`,
    ...(unchanged > 0 ? [`${unchanged} modules were there already`] : []),
    ...(lookedAtAgain > 0
      ? [`The relay had lost some of what was imported before: ${lookedAtAgain} modules were looked at again`]
      : []),
    ...shortened(skipped.map(skippedText), skippedCount),
    ...shortened(
      refused.map(({ id, code, reason }) => `refused ${id}: ${code} ${reason ?? ''}`.trimEnd()),
      refusedCount,
    ),
  ];
}
