/** Background Sync: outgoing and queued work that waits for a network. */
export const DRAIN_TAG = 'gen-registry/drain';

/** Cache of a file that another app shared with this one, until a screen takes it. */
export const SHARED_FILES = 'gen-registry-shared';
