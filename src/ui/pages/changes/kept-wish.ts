import type { ModuleId } from '../../../core/ids.ts';
import type { InstallWish } from '../../../ports/sets.ts';

/** What was pressed, in words that outlive the page. */
export type KeptWish =
  | {
      readonly kind: 'install';
      readonly id: ModuleId;
      readonly name: string;
      readonly wish: InstallWish;
    }
  | {
      readonly kind: 'update';
      readonly ids: readonly ModuleId[];
      readonly title: string;
      readonly nothing: string;
    };

/** A change of shape takes another number; what is kept under an older one is never read. */
const PREFIX = 'gen-registry/asked/1/';
/** Milliseconds: a page that is being left lets go at once; one that is planning does not. */
const PATIENCE = 3000;

/** A wish that this page has taken on. Ended when it is queued, or nobody wants it any more. */
export interface HeldWish {
  readonly wish: KeptWish;
  end(): void;
}

function held(key: string, wish: KeptWish, release: () => void): HeldWish {
  return {
    wish,
    end() {
      try {
        localStorage.removeItem(key);
      } catch (error) {
        console.info('nothing is kept', error);
      }
      release();
    },
  };
}

/**
 * Keeps what was pressed while its plan is made: a page that is reloaded or closed by then takes it up again. A lock says which
 * page is at it; the browser lets go of it when that page is gone.
 */
export function holdWish(wish: KeptWish): HeldWish {
  const key = `${PREFIX}${crypto.randomUUID()}`;
  const { promise, resolve } = Promise.withResolvers<void>();
  try {
    localStorage.setItem(key, JSON.stringify(wish));
    navigator.locks.request(key, () => promise).catch((error: unknown) => console.info('no lock', error));
  } catch (error) {
    console.info('what was pressed is not kept over a reload', error);
  }
  return held(key, wish, resolve);
}

async function take(key: string): Promise<HeldWish | undefined> {
  const { promise, resolve } = Promise.withResolvers<void>();
  return new Promise<HeldWish | undefined>((taken) => {
    const signal = AbortSignal.timeout(PATIENCE);
    navigator.locks
      .request(key, { signal }, () => {
        const text = localStorage.getItem(key);
        if (text === null) return taken(undefined);
        taken(held(key, JSON.parse(text) as KeptWish, resolve));
        return promise;
      })
      .catch(() => taken(undefined));
  });
}

/** What was pressed in a page that is gone, if there is something: one, the others stay for another start. */
export async function takeWish(): Promise<HeldWish | undefined> {
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const wish = await take(key);
      if (wish !== undefined) return wish;
    }
  } catch (error) {
    console.info('nothing is kept', error);
  }
  return undefined;
}
