import type { Sample } from './sample.ts';

/** Compression, cryptography, databases, solving and validation. */
export const DATA_SAMPLES: readonly Sample[] = [
  {
    id: 'com.httptoolkit.brotli',
    package: 'brotli-wasm',
    file: 'pkg.web/brotli_wasm_bg.wasm',
    name: 'Brotli',
    description:
      'Compresses and decompresses Brotli, whole buffers or as a stream, with the pure Rust implementation.',
    tags: ['compression', 'brotli', 'http', 'rust'],
    type: 'library',
  },
  {
    id: 'io.github.bokuweb.zstd',
    package: '@bokuweb/zstd-wasm',
    file: 'dist/web/zstd.wasm',
    name: 'Zstandard',
    description:
      'Compresses and decompresses Zstandard frames, with trained dictionaries where many small texts look alike.',
    tags: ['compression', 'zstd', 'dictionary'],
    type: 'library',
  },
  {
    id: 'io.github.antelle.argon2',
    package: 'argon2-browser',
    file: 'dist/argon2.wasm',
    name: 'Argon2',
    description:
      'Hashes passwords with Argon2d, Argon2i or Argon2id and checks them, using the reference C implementation.',
    tags: ['cryptography', 'password', 'hash', 'kdf'],
    type: 'library',
  },
  {
    id: 'org.sqlite.sqlite',
    package: '@sqlite.org/sqlite-wasm',
    file: 'sqlite-wasm/jswasm/sqlite3.wasm',
    name: 'SQLite',
    description:
      "A complete SQL database in one module, in memory or kept in the browser's private file system.",
    tags: ['database', 'sql', 'sqlite', 'embedded'],
    type: 'storage',
  },
  {
    id: 'io.github.lovasoa.highs',
    package: 'highs',
    file: 'build/highs.wasm',
    name: 'HiGHS',
    description:
      'Solves linear, mixed-integer and convex quadratic optimisation problems with simplex, interior-point and branch-and-cut methods.',
    tags: ['optimisation', 'solver', 'linear-programming', 'mathematics'],
    type: 'tool',
  },
  {
    id: 'io.github.noppa.xmllint',
    package: 'xmllint-wasm',
    file: 'xmllint.wasm',
    name: 'xmllint',
    description: 'Checks XML documents against XSD or RELAX NG schemas with libxml2, and formats them.',
    tags: ['xml', 'schema', 'validation', 'libxml2'],
    type: 'validator',
  },
];
