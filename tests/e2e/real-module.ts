import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Release } from './world.ts';

const packages = createRequire(import.meta.url);

/** Mozilla's source map reader: a real module of 48 kB that an npm package ships. */
export const module: Release = {
  id: 'io.example.source-map',
  name: 'Source maps',
  version: '0.7.4',
  file: join(dirname(packages.resolve('source-map/package.json')), 'lib', 'mappings.wasm'),
};

export const second: Release = {
  ...module,
  id: 'io.example.second',
  name: 'Second module',
  version: '1.0.0',
};
