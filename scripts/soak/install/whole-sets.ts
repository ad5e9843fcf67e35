import { createHash } from 'node:crypto';
import satisfies from 'semver/functions/satisfies.js';
import type { Generation, GenerationRow, PlannedRelease, SetRow } from '../../../src/ports/sets.ts';
import type { Tables } from '../../../src/ports/tables.ts';
import { blobBytes } from '../../../src/app/texts.ts';

/** What a device holds of installs. */
export interface Held {
  readonly sets: readonly SetRow[];
  readonly generations: readonly GenerationRow[];
  /** With the hash that the content has. */
  readonly blobs: readonly { readonly sha256: string; readonly actual: string }[];
  /** Records that are proved. */
  readonly proofs: readonly string[];
}

interface Found {
  readonly blobs: ReadonlySet<string>;
  readonly proofs: ReadonlySet<string>;
}

function lacks({ wishes, releases }: Generation, { blobs, proofs }: Found): string[] {
  const byId = new Map<string, PlannedRelease>(releases.map((release) => [release.id, release]));
  const isMet = ({ id, range }: { readonly id: string; readonly range: string }): boolean =>
    satisfies(byId.get(id)?.version ?? '', range);
  const needs = releases.flatMap(({ id, dependencies }) =>
    dependencies
      .filter((needed) => needed.optional !== true && !isMet(needed))
      .map((needed) => `${id} needs ${needed.id} ${needed.range}`),
  );
  return [
    ...wishes.filter((wish) => !isMet(wish)).map(({ id, range }) => `${id} ${range} was asked for`),
    ...needs,
    ...releases.filter(({ sha256 }) => !blobs.has(sha256)).map(({ id }) => `no binary of ${id}`),
    ...releases.filter(({ record }) => !proofs.has(record)).map(({ id }) => `no proof of ${id}`),
  ];
}

export async function heldIn(tables: Tables): Promise<Held> {
  const [sets, generations, rows, proofs] = await Promise.all([
    tables.all('sets'),
    tables.all('generations'),
    tables.all('blobs'),
    tables.keys('proofs'),
  ]);
  const blobs = rows.map(async (row) => {
    const actual = createHash('sha256').update(await blobBytes(row));
    return { sha256: row.sha256, actual: actual.digest('hex') };
  });
  return { sets, generations, proofs, blobs: await Promise.all(blobs) };
}

/**
 * What is wrong with it: a state of a set, present or earlier, that is not whole, and content that is not what its hash says.
 * Empty: nothing.
 */
export function wrongIn({ sets, generations, blobs, proofs }: Held): string[] {
  const spoilt = blobs.filter(({ sha256, actual }) => sha256 !== actual);
  const found = { blobs: new Set(blobs.map(({ sha256 }) => sha256)), proofs: new Set(proofs) };
  const states = [...sets, ...generations].map(({ generation }) => generation);
  return [
    ...spoilt.map(({ sha256, actual }) => `blob ${sha256} is ${actual}`),
    ...states.flatMap((state) => lacks(state, found).map((lack) => `state ${state.number}: ${lack}`)),
  ];
}
