import { createHash } from 'node:crypto';
import satisfies from 'semver/functions/satisfies.js';
import type { Generation, PlannedRelease } from '../../../src/ports/sets.ts';
import type { Tables } from '../../../src/ports/tables.ts';
import { blobBytes } from '../../../src/app/texts.ts';

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

/**
 * What is wrong with what a device holds: a state of a set, present or earlier, that is not whole, and content that is not what
 * its hash says. Empty: nothing.
 */
export async function wrongIn(tables: Tables): Promise<string[]> {
  const [sets, generations, rows, proofs] = await Promise.all([
    tables.all('sets'),
    tables.all('generations'),
    tables.all('blobs'),
    tables.keys('proofs'),
  ]);
  const spoilt: string[] = [];
  for (const row of rows) {
    const bytes = await blobBytes(row);
    const actual = createHash('sha256').update(bytes).digest('hex');
    if (actual !== row.sha256 || bytes.length !== row.size) spoilt.push(`blob ${row.sha256} is ${actual}`);
  }
  const found = { blobs: new Set<string>(rows.map(({ sha256 }) => sha256)), proofs: new Set(proofs) };
  const states = [...sets, ...generations].map(({ generation }) => generation);
  return [
    ...spoilt,
    ...states.flatMap((state) => lacks(state, found).map((lack) => `state ${state.number}: ${lack}`)),
  ];
}
