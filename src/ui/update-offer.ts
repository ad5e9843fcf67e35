/** How a new version of the app stands: it may start now, when what is under way is done, or was agreed to and waits for that. */
export type UpdateStage = 'ready' | 'busy' | 'waiting';

export interface UpdateWorld {
  /** Whether something is being installed or sent at this moment, by whichever tab asked for it. */
  isAtWork(): Promise<boolean>;
  /** @returns the disposer. Runs when `isAtWork` may have changed. */
  onChange(listener: () => void): () => void;
  /** Told whenever the stage becomes another. */
  show(stage: UpdateStage): void;
  /** Starts the new version, once. */
  start(): void;
}

/**
 * Offers a new version, and lets nothing that is under way be cut off by it.
 *
 * @returns what is called when a person agrees.
 */
export function offerUpdate({ isAtWork, onChange, show, start }: UpdateWorld): () => void {
  let agreed = false;
  let shown: UpdateStage | undefined;
  let looks = 0;

  async function look(): Promise<void> {
    looks += 1;
    const turn = looks;
    // Who cannot say it holds nothing up.
    const busy = await isAtWork().catch(() => false);
    if (turn !== looks) return;
    if (agreed && !busy) {
      stop();
      start();
      return;
    }
    const stage = agreed ? 'waiting' : busy ? 'busy' : 'ready';
    if (stage !== shown) show(stage);
    shown = stage;
  }

  const stop = onChange(() => void look());
  void look();
  return () => {
    agreed = true;
    void look();
  };
}
