import { judge } from '../validator/judge.ts';
import type { Job } from '../validator/protocol.ts';

/** Dedicated worker: reads a binary, gives a report; its page kills it at the time limit. */
self.addEventListener('message', ({ data }: MessageEvent<Job>) => {
  void judge(data, (message) => self.postMessage(message));
});
