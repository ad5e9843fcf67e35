/**
 * Bytes of the largest binary taken where nobody says otherwise. In a file of its own: the page's first file needs it, and
 * nothing of what reads binaries.
 */
export const DEFAULT_MAX_SIZE = 64 * 1024 * 1024;
