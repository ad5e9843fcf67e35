/**
 * Writes `encoding-vectors.json`: run by hand, `node scripts/access-vectors.ts`. The encodings are frozen, so their
 * vectors are too: some may be added, none may change or go. Made by the naive encoders of `tests/access/`, by hand-written
 * bytes and by Node's Ed25519, not by the code that they test; `tests/access/encoding-vectors.test.ts` holds it to them.
 */
import { writeFile } from 'node:fs/promises';
import { areaVectors } from './access-vectors/areas.ts';
import { capabilityVectors } from './access-vectors/capabilities.ts';
import { integerVectors } from './access-vectors/integers.ts';
import { pathBeyondVectors, pathVectors } from './access-vectors/paths.ts';
import type { Vectors } from './access-vectors/vector.ts';

const ENCODINGS: Readonly<Record<string, Vectors>> = {
  'integer with a tag of 2 bits': integerVectors(2),
  'integer with a tag of 4 bits': integerVectors(4),
  'integer with a tag of 8 bits': integerVectors(8),
  path: pathVectors(),
  'path beyond a prefix': pathBeyondVectors(),
  'area in area': areaVectors(),
  capability: capabilityVectors(),
};

/** One vector a line, so that a change shows as what it is. */
function lines(vectors: readonly object[]): string {
  return vectors.map((vector) => `   ${JSON.stringify(vector)}`).join(',\n');
}

const encodings = Object.entries(ENCODINGS).map(
  ([name, { accepted, refused }]) =>
    ` ${JSON.stringify(name)}: {\n  "accepted": [\n${lines(accepted)}\n  ],\n  "refused": [\n${lines(refused)}\n  ]\n }`,
);
await writeFile(
  new URL('../tests/access/encoding-vectors.json', import.meta.url),
  `{\n${encodings.join(',\n')}\n}\n`,
);
