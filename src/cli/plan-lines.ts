import type { ChangeLine, PlanLine, PlanView } from '../ports/set-api.ts';
import { byteCount, table } from './output.ts';
import { linesOfLosses } from './question-lines.ts';

const KINDS: Readonly<Record<ChangeLine['kind'], string>> = {
  added: 'new',
  compatible: 'update',
  breaking: 'breaking update',
  older: 'older',
  same: 'other record',
  removed: 'goes',
};

const DEEDS: Readonly<Record<ChangeLine['kind'], string>> = {
  added: 'Added',
  compatible: 'Updated',
  breaking: 'Updated',
  older: 'Replaced',
  same: 'Replaced',
  removed: 'Removed',
};

function versions({ from, to }: ChangeLine): string {
  return from === undefined || to === undefined || from === to ? (to ?? from ?? '') : `${from} → ${to}`;
}

function rowOf(line: PlanLine): string[] {
  const { id, kind, download, neededBy } = line;
  return [
    KINDS[kind],
    id,
    versions(line),
    download === 0 ? '' : byteCount(download),
    neededBy.length === 0 ? '' : `needed by ${neededBy.join(', ')}`,
  ];
}

function abilityLines({ id, kind, from, abilities }: PlanLine): string[] {
  if (abilities === undefined)
    return kind === 'removed' ? [] : [`${id}: what it asks for cannot be read now`];
  if (abilities.length === 0) return [];
  const words = abilities.map((ability) => ability.words).join('; ');
  return [`${id}${from === undefined ? '' : ' newly'}: ${words}`];
}

/** What a change would do, for a person at a terminal. */
export function planLines({ lines, download, question }: PlanView): readonly string[] {
  if (lines.length === 0) return [];
  return [
    ...table(lines.map(rowOf)),
    ...lines.flatMap(abilityLines),
    ...linesOfLosses(question?.losses ?? []),
    download === 0 ? 'Nothing has to be downloaded.' : `${byteCount(download)} to download.`,
  ];
}

const MARKS: Readonly<Partial<Record<ChangeLine['kind'], string>>> = {
  breaking: ' (breaking)',
  older: ' (older)',
  same: ' (other record)',
};

/** What a change did: `Updated io.acme.codec 1.2.0 → 2.0.0 (breaking)`. */
export function changeTexts(lines: readonly ChangeLine[]): readonly string[] {
  return lines.map((line) => `${DEEDS[line.kind]} ${line.id} ${versions(line)}${MARKS[line.kind] ?? ''}`);
}

/** For `--json`, where keys are always there. */
export function changeJson<Line extends ChangeLine>(line: Line) {
  return { ...line, from: line.from, to: line.to };
}
