import type { KnipConfig } from 'knip';
import { SAMPLES } from './src/relay/samples/catalogue.ts';

/**
 * Pages, workers, npm scripts and tests are found by knip itself. The packages of the starter catalogue are read by path: a
 * development dependency that is no sample and is not imported is still reported.
 */
const config: KnipConfig = {
  entry: ['src/workers/{engine-shared,engine-dedicated,validator}.ts', 'scripts/*.{ts,mjs}'],
  project: ['src/**/*.{ts,tsx}', 'scripts/**/*.{ts,mjs}', 'tests/**/*.ts'],
  ignoreExportsUsedInFile: true,
  ignoreDependencies: SAMPLES.map((sample) => sample.package),
};

export default config;
