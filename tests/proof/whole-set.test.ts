import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { moduleDocument } from '../../src/core/record/document.ts';
import { readBody } from '../../src/core/record/kinds.ts';
import { isVersion } from '../../src/core/ids.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import { memberPool, type MemberPool } from '../support/member-pool.ts';
import { facts, prove, setOf } from './proof-world.ts';

const SEEDS = [11, 12, 13];
let pools: readonly MemberPool[];

beforeAll(async () => {
  pools = await Promise.all(SEEDS.map((seed) => memberPool(seed, 90)));
});

/** Admitted members of the two documents that a module's page reads. */
function readable({ items, id }: MemberPool) {
  const documents = new Set<string>([moduleDocument(id), 'authority']);
  return items.filter(({ admissible, document }) => admissible && documents.has(document));
}

test('the few members of a proof judge a release as the whole set does, whatever was revoked by whom', async () => {
  const seen = { stands: 0, falls: 0, receipted: 0 };
  const binary = await facts();
  await fc.assert(
    fc.asyncProperty(fc.nat(SEEDS.length - 1), fc.infiniteStream(fc.nat(99)), async (index, dice) => {
      const pool = pools[index] as MemberPool;
      const { world, id, now, holders } = pool;
      const records = readable(pool)
        .filter(({ record }) => record === world.grant || (dice.next().value ?? 0) < 60)
        .map(({ record }) => record);
      const set = setOf(records, holders);
      const view = moduleView(set, id, world.namespace, now);
      const releases = records.filter(
        ({ path, payload, timestamp }) =>
          path.at(-2) === 'versions' &&
          timestamp <= now &&
          isVersion(path.at(-1) ?? '') &&
          readBody('release', payload) !== undefined,
      );
      for (const release of releases) {
        const shown = (view?.releases ?? [])
          .flatMap((one) => [one, ...one.rivals])
          .find(({ record }) => record === release.id);
        const proof = await prove(world.namespace, release, set, { at: now, binary });
        expect(proof === undefined).toBe(view === undefined);
        if (proof === undefined) continue;
        const found = new Map(proof.checks.map((check) => [check.name, check]));
        const stands = ['members', 'signature', 'chain', 'standing'].every(
          (name) => found.get(name as 'chain')?.ok === true,
        );
        expect(stands).toBe(shown !== undefined && view?.contested === false);
        expect(found.get('head')?.ok).toBe(true);
        if (shown === undefined) {
          seen.falls += 1;
          continue;
        }
        const receipts = shown.receipts.map(({ notary, time }) => [notary, String(time)]);
        expect(found.get('receipts')?.detail).toEqual(receipts);
        seen.stands += 1;
        seen.receipted += receipts.length > 0 ? 1 : 0;
      }
    }),
    { numRuns: 40 },
  );
  expect(seen.stands).toBeGreaterThan(20);
  expect(seen.falls).toBeGreaterThan(20);
  expect(seen.receipted).toBeGreaterThan(10);
});
