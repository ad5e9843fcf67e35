import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import { toGenError, type GenError } from '../../core/errors.ts';
import type { EngineApi, Topic } from '../../ports/engine.ts';
import { useServices } from '../services.tsx';

/**
 * @property value   the newest answer; kept while asking again and when asking again fails.
 * @property error   why the newest question failed; gone with the next answer.
 * @property loading there is neither answer nor failure yet.
 * @property stale   `value` answers an earlier question (only with `keep`).
 */
export interface Query<Value> {
  readonly value: Value | undefined;
  readonly error: GenError | undefined;
  readonly loading: boolean;
  readonly stale: boolean;
  again(): void;
}

export interface QueryOptions {
  /** The answer is asked for again when one of these changes. */
  readonly topics?: readonly Topic[];
  /** Show the last answer of another key until this key's arrives: for what is typed. */
  readonly keep?: boolean;
}

interface Answer<Value> {
  readonly key: string;
  readonly value?: Value;
  readonly error?: GenError;
}

/** Answers by key, so that Back shows at once what was there and finds its scroll position. Oldest first. */
const remembered = new Map<string, unknown>();
const MOST_REMEMBERED = 60;

function remember(key: string, value: unknown): void {
  remembered.delete(key);
  remembered.set(key, value);
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
}

function recall<Value>(key: string): Answer<Value> {
  return remembered.has(key) ? { key, value: remembered.get(key) as Value } : { key };
}

/**
 * Asks the engine, and again when a topic changes. Answers to an earlier question are dropped.
 *
 * @param key names the question, unique in the whole page: the same key means the same answer.
 */
export function useQuery<Value>(
  key: string,
  ask: (engine: EngineApi) => Promise<Value>,
  { topics = [], keep = false }: QueryOptions = {},
): Query<Value> {
  const { engine, changes } = useServices();
  const [answer, setAnswer] = useState<Answer<Value>>(() => recall(key));
  const question = useRef(ask);
  const rerun = useRef(() => {});
  useEffect(() => {
    question.current = ask;
  });

  const watched = topics.join(' ');
  useEffect(() => {
    let current = true;
    let asking = false;
    let changed = false;

    async function run(): Promise<void> {
      changed = asking;
      if (asking) return;
      asking = true;
      try {
        const value = await question.current(engine);
        remember(key, value);
        // Answers give way to what a person does meanwhile.
        if (current) startTransition(() => setAnswer({ key, value }));
      } catch (thrown) {
        const error = toGenError(thrown);
        if (current) setAnswer((last) => (last.key === key ? { ...last, error } : { key, error }));
      } finally {
        asking = false;
        if (changed && current) void run();
      }
    }

    rerun.current = () => void run();
    void run();
    const unsubscribe = changes.subscribe(
      watched === '' ? [] : (watched.split(' ') as Topic[]),
      () => void run(),
    );
    return () => {
      current = false;
      unsubscribe();
    };
  }, [key, watched, engine, changes]);

  const again = useCallback(() => rerun.current(), []);
  const shown: Answer<Value> = answer.key === key ? answer : recall<Value>(key);
  const fresh = 'value' in shown || shown.error !== undefined;
  if (!fresh && keep && answer.value !== undefined) {
    return { value: answer.value, error: undefined, loading: false, stale: true, again };
  }
  return { value: shown.value, error: shown.error, loading: !fresh, stale: false, again };
}
