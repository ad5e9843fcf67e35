import { refusal } from './cursor.ts';

/**
 * The limits that engines agreed on (WebAssembly JavaScript interface, "Limits"), where something is kept for each item:
 * they are tried before anything is kept, so that a file cannot cost more memory than it is worth.
 */
export const MOST = {
  types: 1_000_000,
  params: 1_000,
  results: 1_000,
  functions: 1_000_000,
  imports: 1_000_000,
  exports: 1_000_000,
  globals: 1_000_000,
  tags: 1_000_000,
  tables: 100_000,
  memories: 100,
  /** Ours: engines skip custom sections and count none. */
  sections: 100_000,
} as const;

export const IMPLEMENTATION_LIMIT = 'implementation-limit';

/** @throws GenError WasmInvalid `implementation-limit`. */
export function within(kind: keyof typeof MOST, count: number, offset: number): void {
  if (count > MOST[kind])
    throw refusal(IMPLEMENTATION_LIMIT, offset, `${count} ${kind}, the limit is ${MOST[kind]}`);
}

/**
 * Engines check locals function by function, on threads that outlive a killed worker, so a small file can hold a
 * machine for seconds. Largest found in 60 real modules: 203,539 and 949.
 */
export const MAX_LOCALS = 2_000_000;
export const MAX_LOCALS_PER_FUNCTION = 10_000;
