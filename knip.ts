import type { KnipConfig } from 'knip';
import { SAMPLES } from './src/relay/samples/catalogue.ts';

/** Read by path too: tests and bench look at every binary that a package brings. */
const REAL_MODULES = ['@rollup/wasm-node', 'sql.js', 'web-tree-sitter'];

/**
 * Pages, workers, npm scripts and tests are found by knip itself. The packages of the starter catalogue are read by path: a
 * development dependency that is no sample and is not imported is still reported.
 */
const config: KnipConfig = {
  entry: [
    'src/workers/{engine-shared,engine-dedicated,layout,validator}.ts',
    'src/adapters/node/validator-process.ts',
    'tests/wasm/judge-process.ts',
    'scripts/*.{ts,mjs}',
  ],
  project: ['src/**/*.{ts,tsx}', 'scripts/**/*.{ts,mjs}', 'tests/**/*.ts'],
  ignoreExportsUsedInFile: true,
  ignoreDependencies: [...SAMPLES.map((sample) => sample.package), ...REAL_MODULES],
};

export default config;
