import type { ErrorData } from '../core/errors.ts';

/** What is wrong and what to do, for a reader at a terminal. */
export type Sentence = (data: ErrorData) => string;

/** A line is a sentence's own to end, not for what stands in it: that may be somebody else's words. */
const onOneLine = (value: string): string => value.replaceAll(/[\r\n]+/gu, ' ');

export function text(data: ErrorData, name: string, fallback = '?'): string {
  const value = data[name];
  if (value === undefined || value === '') return fallback;
  return onOneLine(Array.isArray(value) ? value.join(', ') : String(value));
}

/** A time in microseconds as a day in UTC. */
export function dayIn(data: ErrorData, name: string): string | undefined {
  const value = data[name];
  return typeof value === 'number' ? new Date(value / 1000).toISOString().slice(0, 10) : undefined;
}

export function listOf(data: ErrorData, name: string): readonly string[] {
  const value = data[name];
  return typeof value === 'object' ? value.map(onOneLine) : [];
}
