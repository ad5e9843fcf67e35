import { GenError } from '../core/errors.ts';
import type { LayOut, LayoutAnswer } from '../ports/layout.ts';
import { valueOf, type Outcome } from './boundary.ts';

/** Page side: each drawing has a thread of its own, which ends with its answer, or when nobody waits for it any more. */
export const layOut: LayOut = async (question, signal) => {
  if (signal.aborted) throw new GenError('Cancelled', 'aborted');
  const worker = new Worker(new URL('./layout.ts', import.meta.url), { type: 'module', name: 'layout' });
  try {
    return await new Promise<LayoutAnswer>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new GenError('Cancelled', 'aborted')), { once: true });
      worker.addEventListener('error', () => reject(new GenError('InvalidState', 'worker')));
      worker.addEventListener('message', ({ data }: MessageEvent<Outcome<LayoutAnswer>>) => {
        try {
          resolve(valueOf(data));
        } catch (thrown) {
          reject(thrown as GenError);
        }
      });
      worker.postMessage(question);
    });
  } finally {
    worker.terminate();
  }
};
