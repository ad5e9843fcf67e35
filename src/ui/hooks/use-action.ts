import { useCallback, useState } from 'react';
import { toGenError, type GenError } from '../../core/errors.ts';
import { sentenceFor } from '../text/errors.ts';
import { toasts } from '../toasts.ts';

export interface Action<Arguments extends readonly unknown[]> {
  readonly running: boolean;
  readonly error: GenError | undefined;
  /** Resolves with whether it succeeded. A call while one is running is ignored. */
  run(...args: Arguments): Promise<boolean>;
  reset(): void;
}

/** One thing a person can ask for. Its failure is kept for the place it was asked at, or told in a toast. */
export function useAction<Arguments extends readonly unknown[]>(
  act: (...args: Arguments) => Promise<unknown>,
  { tell = true }: { readonly tell?: boolean } = {},
): Action<Arguments> {
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<GenError>();

  async function run(...args: Arguments): Promise<boolean> {
    if (running) return false;
    setRunning(true);
    setError(undefined);
    try {
      await act(...args);
      return true;
    } catch (thrown) {
      const failure = toGenError(thrown);
      setError(failure);
      if (tell) toasts.add({ title: sentenceFor(failure), type: 'bad', priority: 'high', timeout: 12_000 });
      return false;
    } finally {
      setRunning(false);
    }
  }

  const reset = useCallback(() => setError(undefined), []);
  return { running, error, run, reset };
}
