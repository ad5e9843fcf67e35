import type { BrowserContext, Page } from '@playwright/test';
import type { EngineApi } from '../../src/ports/engine.ts';

declare global {
  interface Window {
    /** Calls a method of the app's engine. */
    callEngine: (method: string, args: readonly unknown[]) => Promise<unknown>;
  }
}

/** From now on pages of the context have a second port to the engine that the app starts, beside the app's own. */
export async function givesEngine(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    if (typeof SharedWorker === 'undefined') return;
    const Worker = SharedWorker;
    const { promise: opened, resolve } = Promise.withResolvers<MessagePort>();
    globalThis.SharedWorker = class extends Worker {
      constructor(url: string | URL, options?: string | WorkerOptions) {
        super(url, options);
        const { port } = new Worker(url, options);
        port.start();
        resolve(port);
      }
    };
    window.callEngine = async (method, args) => {
      const port = await opened;
      const id = crypto.randomUUID();
      const answer = new Promise<unknown>((heard) => {
        port.addEventListener('message', function listen({ data }) {
          if (data.id !== id) return;
          port.removeEventListener('message', listen);
          heard(data.value);
        });
      });
      // As comlink asks.
      const argumentList = [method, args, id].map((value) => ({ type: 'RAW', value }));
      port.postMessage({ id, type: 'APPLY', path: ['call'], argumentList });
      const outcome = (await answer) as { ok: boolean; value: unknown; error: unknown };
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
      return outcome.value;
    };
  });
}

/** @throws Error whose message is the engine's error as JSON. */
export function callEngine<Method extends keyof EngineApi>(
  page: Page,
  method: Method,
  ...args: Parameters<EngineApi[Method]>
): Promise<Awaited<ReturnType<EngineApi[Method]>>> {
  return page.evaluate(([name, given]) => window.callEngine(name, given), [method, args] as const) as Promise<
    Awaited<ReturnType<EngineApi[Method]>>
  >;
}
