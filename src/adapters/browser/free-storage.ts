/** Bytes that this origin may still store, as the browser estimates it; `undefined`: it does not say. */
export async function freeStorage(): Promise<number | undefined> {
  const { usage, quota } = await navigator.storage.estimate();
  return usage === undefined || quota === undefined ? undefined : Math.max(0, quota - usage);
}
