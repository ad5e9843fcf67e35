import type { Services } from './services.tsx';

/** The sign on the installed app's icon; not in every browser. */
interface Badging {
  setAppBadge?(count: number): Promise<void>;
  clearAppBadge?(): Promise<void>;
}

/** A catalogue that arrives changes often. */
const CALM_MS = 2000;

/**
 * Shows on the installed app's icon how many modules have an update; nothing where there is none.
 *
 * @returns the disposer.
 */
export function keepBadge(
  { engine, changes }: Pick<Services, 'engine' | 'changes'>,
  icon: Badging,
  calm = CALM_MS,
): () => void {
  if (icon.setAppBadge === undefined) return () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    timer = undefined;
    const updates = (await engine.installed()).filter(
      ({ newer, hidden }) => newer !== undefined && hidden.length === 0,
    );
    await (updates.length === 0 ? icon.clearAppBadge?.() : icon.setAppBadge?.(updates.length));
  }

  function later(): void {
    // A badge that cannot be set is missed by nobody.
    timer ??= setTimeout(() => void look().catch(() => undefined), calm);
  }

  later();
  const unsubscribe = changes.subscribe(['installed', 'catalogue'], later);
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
