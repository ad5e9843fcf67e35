import { toGenError } from '../core/errors.ts';

/** What of Node's process this needs. */
export interface Signalled {
  once(signal: 'SIGTERM' | 'SIGINT', heard: () => void): unknown;
  exit(code: number): void;
}

/** Ends the process in good order when it is asked to; asked once more, Node ends it at once. */
export function stopOnSignals(
  signalled: Signalled,
  stop: () => Promise<void>,
  complain: (sentence: string) => void,
): void {
  async function end(): Promise<void> {
    try {
      await stop();
      signalled.exit(0);
    } catch (thrown) {
      const { code, reason, data } = toGenError(thrown);
      complain(`The relay could not stop in good order: ${code} (${reason}) ${JSON.stringify(data)}`);
      signalled.exit(1);
    }
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) signalled.once(signal, () => void end());
}
