import { expect, test } from 'vitest';
import type { GenRecord, MemberId } from '../../src/core/record/record.ts';
import { coverageOf } from '../../src/core/view/coverage.ts';
import type { ChainLink } from '../../src/core/view/receipts.ts';
import { inEveryOrder } from '../support/orders.ts';
import { randomOf } from '../support/random.ts';

const id = (name: string): MemberId => name as MemberId;

type Link = readonly [name: string, previous: string | undefined, ...names: string[]];

function linksOf(links: readonly Link[]): ReadonlyMap<MemberId, ChainLink> {
  const linked = links.map(([name, previous, ...names]): [MemberId, ChainLink] => [
    id(name),
    {
      record: { id: id(name) } as GenRecord,
      previous: previous === undefined ? undefined : id(previous),
      names: names.map(id),
    },
  ]);
  return new Map(linked);
}

/** The words of docs/FORMAT.md, walked. */
function walked(links: ReadonlyMap<MemberId, ChainLink>, heads: readonly MemberId[]): Set<MemberId> {
  const covered = new Set<MemberId>();
  for (const head of heads)
    for (let link = links.get(head); link !== undefined;) {
      for (const one of [link.record.id, ...link.names]) covered.add(one);
      link = link.previous === undefined ? undefined : links.get(link.previous);
    }
  return covered;
}

test('heads cover the receipts behind them and what those name, of a fork their own branch, in every order', () => {
  const links: Link[] = [
    ['first', undefined, 'a'],
    ['branch', 'first', 'b'],
    ['fork', 'first', 'c', 'branch'],
    ['lost', 'missing', 'd'],
  ];
  const all = ['first', 'branch', 'fork', 'lost', 'missing', 'a', 'b', 'c', 'd'];
  const covered = (heads: readonly string[]): string[] =>
    inEveryOrder(links, (ordered) => {
      const covers = coverageOf(linksOf(ordered))(heads.map(id));
      return all.filter((one) => covers(id(one)));
    });
  expect(covered([])).toEqual([]);
  expect(covered(['a', 'missing'])).toEqual([]);
  expect(covered(['branch'])).toEqual(['first', 'branch', 'a', 'b']);
  // The fork names the other branch, and does not go on from it: what that names stays out.
  expect(covered(['fork'])).toEqual(['first', 'branch', 'fork', 'a', 'c']);
  expect(covered(['lost', 'first'])).toEqual(['first', 'lost', 'a', 'd']);
});

test('in random forests it is what walking from the heads finds', () => {
  const random = randomOf(1);
  for (let run = 0; run < 200; run += 1) {
    const names = Array.from({ length: 12 }, (_, index) => `r${index}`);
    const records = [...names, 'a', 'b', 'c', 'd'];
    const made = names.map((name, index): Link => {
      const previous = random.some(names.slice(0, index), 0.3).at(-1);
      return [name, previous, ...random.some(records, 0.2)];
    });
    const links = linksOf(random.some(made, 0.9));
    const heads = random.some(records, 0.3).map(id);
    const covers = coverageOf(links)(heads);
    const found = walked(links, heads);
    expect(records.map((one) => covers(id(one)))).toEqual(records.map((one) => found.has(id(one))));
  }
});

test('receipts that would go on from each other cover nothing, and end', () => {
  const links = linksOf([
    ['one', 'two', 'a'],
    ['two', 'one'],
  ]);
  expect(coverageOf(links)([id('one')])(id('a'))).toBe(false);
});

/** Were each list of heads to walk its chain, this would be two hundred million steps, and as much memory if they were kept. */
test('twenty thousand lists of heads over one chain of as many are answered from one reading', () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `r${index}`);
  const links = linksOf(names.map((name, index): Link => [name, names[index - 1], `of ${name}`]));
  const coverage = coverageOf(links);
  const lists = names.map((name) => coverage([id(name)]));
  expect(lists.filter((covers) => covers(id('of r15000')))).toHaveLength(5_000);
});
