/** What a signed release says of its binary at most, so that it fits a record; the rest is read from the binary. */
export const MAX_DECLARED_IMPORTS = 64;
export const MAX_DECLARED_WASI = 128;
/** Characters of a WASI function's name; the longest real one has 23. */
export const LONGEST_WASI = 64;
export const MAX_DECLARED_EXPORTS = 120;
/** Characters of an exported function's name, and of its type. */
export const LONGEST_EXPORT = 200;
