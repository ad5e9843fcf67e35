import type { EngineApi } from '../ports/engine.ts';

/** Milliseconds: an engine that does not start must not keep the app from being stored. */
const PATIENCE = 10_000;
/** Milliseconds in which the first screen shows what was answered. */
const REST = 2000;

const after = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whoever presses something has seen the first screen, and may ask for what goes on without it. */
const firstPress = (): Promise<void> =>
  new Promise((resolve) => {
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, () => resolve(), { once: true });
  });

/**
 * Resolves when the engine has begun to answer and the first screen has had time to show it, or somebody presses something: earlier,
 * what can wait would take line and processor from it.
 */
export async function firstAnswer(engine: Pick<EngineApi, 'activity'>): Promise<void> {
  const pressed = firstPress();
  await Promise.race([engine.activity().catch(() => undefined), after(PATIENCE), pressed]);
  await Promise.race([after(REST), pressed]);
}
