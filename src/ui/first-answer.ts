import type { EngineApi } from '../ports/engine.ts';

/** Milliseconds: an engine that does not start must not keep the app from being stored. */
const PATIENCE = 10_000;

/**
 * Resolves when the engine has begun to answer and the page is at rest. What can wait waits for it: earlier it takes line and processor
 * from the first screen.
 */
export async function firstAnswer(engine: Pick<EngineApi, 'activity'>): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([engine.activity().catch(() => undefined), late]);
  // Safari has no such callback.
  if ('requestIdleCallback' in globalThis)
    await new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: PATIENCE }));
}
