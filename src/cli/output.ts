import type { PlainError } from '../core/errors.ts';
import { sentenceFor } from './sentences.ts';

/** Data on stdout, messages on stderr; with `--json`, one document of a stable shape each. */
export interface Output {
  readonly json: boolean;
  /** What the command was asked for. Absent values are `null` in JSON, so that keys are always there. */
  result(value: unknown, lines: () => readonly string[]): void;
  /** Said to a person; not with `--quiet` or `--json`. */
  note(sentence: string): void;
  error(error: PlainError): void;
  /** A line of stdout as it is. */
  line(text: string): void;
  /** A line of stderr as it is. */
  warn(text: string): void;
}

interface Streams {
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
}

export function createOutput(
  { stdout, stderr }: Streams,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
): Output {
  return {
    json,
    result(value, lines) {
      if (json) stdout(JSON.stringify(value, (_, part: unknown) => (part === undefined ? null : part)));
      else for (const line of lines()) stdout(printable(line));
    },
    note(sentence) {
      if (!quiet && !json) stderr(printable(sentence));
    },
    error(error) {
      const sentences = textLines(sentenceFor(error)).map(printable);
      const { code, reason, data } = error;
      const message = sentences.join(' ');
      if (json) stderr(JSON.stringify({ error: { code, reason, data, message } }));
      else for (const [place, line] of sentences.entries()) stderr(place === 0 ? `gen: ${line}` : line);
    },
    line: stdout,
    warn: stderr,
  };
}

/**
 * What others wrote must not move the cursor, change colours, rename the window or turn the direction of writing
 * of a person's terminal.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (control) =>
    control === '\t' || control === '\n' ? ' ' : '�',
  );
}

/** A text of several lines, each fit to be printed. */
export function textLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/u);
}

/** Columns as wide as their widest cell, the first row as heading; no line ends in spaces. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const shown = rows.map((row) => row.map(printable));
  const columns = Math.max(0, ...shown.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.max(...shown.map((row) => row[index]?.length ?? 0)),
  );
  return shown.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `--json` knows times as ISO 8601 in UTC. */
export function isoTime(micros: number): string {
  return new Date(micros / 1000).toISOString();
}

export function day(micros: number): string {
  return isoTime(micros).slice(0, 10);
}

export function byteCount(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function moduleCount(count: number): string {
  return count === 1 ? '1 module' : `${count} modules`;
}
