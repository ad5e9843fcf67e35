import type { Machine } from './machine.ts';
import type { Measurement } from './measurement.ts';

const HEAD = ['what', 'runs', 'median ms', 'p95 ms', 'floor ms', '× floor'] as const;

export function milliseconds(value: number): string {
  if (Number.isNaN(value)) return '–';
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function cells({ what, runs, median, p95, floor, ratio }: Measurement): string[] {
  return [
    what,
    String(runs),
    milliseconds(median),
    milliseconds(p95),
    milliseconds(floor.median),
    Number.isNaN(ratio) ? '–' : ratio.toFixed(2),
  ];
}

/** The first column to the left, numbers to the right. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

function bytesLine({ what, bytes = {} }: Measurement): string {
  const named = Object.entries(bytes).map(([name, count]) => `${count.toLocaleString('en')} B ${name}`);
  return `  ${what}: ${named.join(', ')}`;
}

export function formatMachine(machine: Machine): string {
  const { cpu, cores, memoryGiB, system, node, chromium, date, load } = machine;
  return [
    `${date}`,
    `${cpu}, ${cores} cores, ${memoryGiB} GiB`,
    system,
    `Node ${node}`,
    chromium,
    `load ${load} at the start`,
  ].join(' · ');
}

/** One part of the bench: what it measures beside which floor, what failed, then the bytes. */
export function formatPart(title: string, measured: readonly Measurement[]): string {
  const floors = new Set(measured.map(({ floor }) => floor.what));
  const withBytes = measured.filter(({ bytes }) => bytes !== undefined);
  return [
    title,
    ...aligned([HEAD, ...measured.map(cells)]).map((line) => `  ${line}`),
    ...[...floors].map((floor) => `  floor: ${floor}`),
    ...measured.flatMap(({ what, failure }) => (failure === undefined ? [] : [`  ${what}: ${failure}`])),
    ...withBytes.map(bytesLine),
  ].join('\n');
}
