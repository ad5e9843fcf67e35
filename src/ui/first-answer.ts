import type { EngineApi } from '../ports/engine.ts';

/** Milliseconds: an engine that does not start must not keep the app from being stored. */
const PATIENCE = 10_000;
/** Milliseconds in which the first screen shows what was answered. */
const REST = 2000;

const after = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Resolves when the engine has begun to answer and the first screen has had time to show it: earlier, what can wait would take line and
 * processor from it.
 */
export async function firstAnswer(engine: Pick<EngineApi, 'activity'>): Promise<void> {
  await Promise.race([engine.activity().catch(() => undefined), after(PATIENCE)]);
  await after(REST);
}
