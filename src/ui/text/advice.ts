import type { ErrorData } from '../../core/errors.ts';

/** What is wrong, and what to do. Both are whole sentences. */
export interface Advice {
  readonly wrong: string;
  readonly todo: string;
}

export type Sentence = (data: ErrorData) => Advice;

export function say(wrong: string, todo: string): Sentence {
  return () => ({ wrong, todo });
}

export function text(data: ErrorData, name: string, fallback: string): string {
  const value = data[name];
  if (value === undefined || value === '') return fallback;
  return Array.isArray(value) ? value.join(', ') : String(value);
}

export function listOf(data: ErrorData, name: string): readonly string[] {
  const value = data[name];
  return typeof value === 'object' ? value : [];
}
