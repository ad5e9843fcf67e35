/** Background Sync: outgoing and queued work that waits for a network. */
export const DRAIN_TAG = 'gen-registry/drain';

/** Periodic Background Sync: what is updated without being asked. */
export const UPDATE_TAG = 'gen-registry/update';
