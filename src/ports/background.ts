/** Background Sync: outgoing and queued work that waits for a network. */
export const DRAIN_TAG = 'gen-registry/drain';
