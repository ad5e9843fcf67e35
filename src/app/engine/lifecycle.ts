import { toGenError, type GenError } from '../../core/errors.ts';

/** Something that is opened once, again when opening failed, and anew when what it was opened with has changed. */
export interface Lifecycle<Running> {
  /** Waits for it as long as it takes. */
  running(): Promise<Running>;
  /** Closes what runs and opens anew; whoever asks from now on gets the new one. */
  restart(): void;
}

export interface LifecycleOptions<Running> {
  readonly open: () => Promise<Running>;
  readonly close: (running: Running) => Promise<void>;
  /** Told of every failure, before the next attempt. */
  readonly onFailure: (error: GenError) => void;
}

/** Milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;

export function createLifecycle<Running>(options: LifecycleOptions<Running>): Lifecycle<Running> {
  const { open, close, onFailure } = options;

  async function start(): Promise<Running> {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, 2 * pause)) {
      try {
        return await open();
      } catch (thrown) {
        onFailure(toGenError(thrown));
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  async function again(before: Promise<Running>): Promise<Running> {
    try {
      await close(await before);
    } catch (thrown) {
      onFailure(toGenError(thrown));
    }
    return start();
  }

  let started = start();
  return {
    running: () => started,
    restart() {
      started = again(started);
    },
  };
}
