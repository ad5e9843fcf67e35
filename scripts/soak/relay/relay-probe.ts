/**
 * Loaded before a relay (`node --expose-gc --import`): tells the process that started it what it uses, each time it is
 * asked. Garbage is collected first, so that what is left is in use.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Bytes, numbers, and milliseconds since the figures before. */
export interface RelayFigures {
  readonly rss: number;
  readonly heap: number;
  /** Sockets, timers, files: all that keeps a process. */
  readonly handles: number;
  readonly delayP99: number;
  readonly delayMax: number;
}

const delays = monitorEventLoopDelay({ resolution: 10 });
delays.enable();

process.on('message', () => {
  const [delayP99, delayMax] = [delays.percentile(99) / 1e6, delays.max / 1e6];
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const handles = process.getActiveResourcesInfo().length;
  const figures: RelayFigures = { rss, heap: heapUsed + external, handles, delayP99, delayMax };
  process.send?.(figures);
  // The collection above is the probe's own delay.
  setImmediate(() => delays.reset());
});
// To be asked is no reason to live on.
process.channel?.unref();
