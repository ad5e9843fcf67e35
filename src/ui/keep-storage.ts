const ASKED = 'storage-persistence-asked';

/** Asks the browser not to clear this site's storage when space is short. @returns whether it is kept from now on. */
export async function keepStorage(): Promise<boolean> {
  localStorage.setItem(ASKED, 'yes');
  return navigator.storage.persist();
}

/**
 * Asks it once, right after somebody has first put something here that they would miss: some browsers ask the person then, who knows
 * why, and others decide by what was done.
 */
export function keepStorageOnce(): void {
  if (localStorage.getItem(ASKED) !== null) return;
  void keepStorage().catch(() => undefined);
}
