/** Background Sync: outgoing and queued work that waits for a network. */
export const DRAIN_TAG = 'gen-registry/drain';

/** Periodic Background Sync: what is updated without being asked. */
export const UPDATE_TAG = 'gen-registry/update';
/** Cache of a file that another app shared with this one, until a screen takes it. */
export const SHARED_FILES = 'gen-registry-shared';

/** Service worker to a window, `{ type, path }`: the screen that a pressed notification is about. */
export const SHOW_MESSAGE = 'gen-registry/show';
