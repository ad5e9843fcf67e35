import type { WasmReport } from '../core/wasm/wasm-report.ts';

/** A file on its way to a screen: dropped, opened with the app, or passed on by another screen. */
export interface HandedFile {
  readonly file: File;
  /** A folder was dropped: there is nothing in `file`. */
  readonly folder?: boolean;
  /** What is known of it already, so that it is not read again. */
  readonly report?: WasmReport;
}

type Screen = '/check' | '/publish' | '/installed';

/** The screen that a file from outside the app is for: by its name, as systems know no type for it. */
export function screenFor({ name }: Pick<File, 'name'>): '/check' | '/installed' {
  return name.toLowerCase().endsWith('.genbundle') ? '/installed' : '/check';
}

/** Held only until its screen takes it. */
const waiting = new Map<Screen, HandedFile>();
const takers = new Map<Screen, () => void>();

/** The screen need not be shown yet: it takes the file when it is. */
export function handFile(screen: Screen, handed: HandedFile): void {
  waiting.set(screen, handed);
  takers.get(screen)?.();
}

/** @returns the disposer. `take` is never called before this has returned. */
export function takeFiles(screen: Screen, take: (handed: HandedFile) => void): () => void {
  function look(): void {
    const handed = waiting.get(screen);
    waiting.delete(screen);
    if (handed !== undefined) take(handed);
  }
  // Later: an effect that React runs twice at first (strict mode) must not lose the file to the one that is undone.
  const timer = setTimeout(look);
  takers.set(screen, look);
  return () => {
    clearTimeout(timer);
    takers.delete(screen);
  };
}
