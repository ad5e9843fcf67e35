import type { Validator } from '../ports/validator.ts';
import { openPool, type PoolOptions } from '../validator/pool.ts';
import type { Message } from '../validator/protocol.ts';

/** Two files may be looked at at once; the engine beneath uses all cores for each. */
const THREADS = 2;

/** The validators of one page. */
export function openValidatorPool(): Validator {
  return openPool({ start: startWorker, size: THREADS });
}

const startWorker: PoolOptions['start'] = ({ message, died }) => {
  const worker = new Worker(new URL('./validator.ts', import.meta.url), {
    type: 'module',
    name: 'validator',
  });
  worker.addEventListener('message', ({ data }: MessageEvent<Message>) => message(data));
  worker.addEventListener('error', (event: Event) =>
    died('message' in event ? String(event.message) : event.type),
  );
  worker.addEventListener('messageerror', () => died('a message could not be read'));
  return {
    post: (job) => worker.postMessage(job, job.source instanceof ArrayBuffer ? [job.source] : []),
    kill: () => worker.terminate(),
  };
};
