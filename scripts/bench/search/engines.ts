import type { Engine } from './engine.ts';
import { flexsearch } from './flexsearch.ts';
import { linearScan } from './linear-scan.ts';
import { minisearch } from './minisearch.ts';
import { orama } from './orama.ts';
import { ours } from './ours.ts';

export type EngineName = keyof typeof ENGINES;

/** Ours, those that it is compared with, and what costs least of all and finds little. */
export const ENGINES = { ours, minisearch, flexsearch, orama, scan: linearScan } satisfies Record<
  string,
  Engine
>;

export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];
