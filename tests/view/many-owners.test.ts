import { expect, test } from 'vitest';
import type { Member } from '../../src/core/record/member.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { grants, handsOver, ownerOf, receipts, releases, type Holder } from '../support/holder.ts';
import { START } from '../support/namespace.ts';
import { codec, codecDocument, now, standingWorld } from '../support/standing-world.ts';

/** How often chains are looked at to fold a name with so many hand-overs, each owner with a release. */
async function looksAt(rounds: number): Promise<number> {
  const world = await standingWorld();
  const records: GenRecord[] = [];
  const holders: Holder[] = [];
  let [owner, at, previous]: [Holder, number, GenRecord | undefined] = [world.alice, START + 1, undefined];
  for (let round = 1; round <= rounds; round += 1) {
    const next = await ownerOf(world.naming, round % 2 ? 'paul' : 'alice', codec, {
      times: { start: round },
    });
    const release = await releases(owner, codec, `1.0.${round}`, { at: at++ });
    const chain = previous === undefined ? {} : { previous };
    previous = await receipts(world.notary, codecDocument, [release], { at: at++, ...chain });
    const transfer = await handsOver(owner, codec, next, { at: at++, heads: [previous] });
    const taken = await grants(world.naming, codec, next, at++, { transfer, heads: [previous] });
    records.push(release, previous, transfer, taken);
    holders.push(next);
    owner = next;
  }
  let looks = 0;
  const people = [world.rootHolder, world.naming, world.notary, world.alice, ...holders];
  const capabilities = people.map(({ capability: member }): Member => {
    const counted = {
      ...member.capability,
      get delegations() {
        looks += 1;
        return member.capability.delegations;
      },
    };
    return { ...member, capability: counted };
  });
  const set = recordSet([...records, world.grant, ...capabilities]);
  expect(moduleView(set, codec, world.namespace, now)?.formers).toHaveLength(rounds);
  return looks;
}

test('a name that went through twice as many hands costs twice as much, and not four times', async () => {
  expect(await looksAt(40)).toBeLessThan(2.2 * (await looksAt(20)));
});
