import type { LayoutQuestion } from '../ports/layout.ts';
import { outcomeOf } from './boundary.ts';
import { layered } from './layered-layout.ts';

/** Dedicated worker: lays out one drawing; whoever asked ends it. */
self.addEventListener('message', ({ data }: MessageEvent<LayoutQuestion>) => {
  void outcomeOf(async () => layered(data)).then((outcome) => self.postMessage(outcome));
});
