import { expect, test } from 'vitest';
import { createCatalogue } from '../../src/app/catalogue.ts';
import { wallClock } from '../../src/app/device.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { includesBytes } from '../../src/core/includes-bytes.ts';
import { shardOfId, signedCard } from '../support/cards.ts';
import { START } from '../support/namespace.ts';

const base = parseModuleId('io.example.base');

async function catalogueWith(
  ...cards: readonly (readonly [id: string, change: Parameters<typeof signedCard>[1], at?: number])[]
) {
  const catalogue = createCatalogue();
  for (const [id, change, at = START] of cards)
    catalogue.addShard(shardOfId(id), [await signedCard(id, change, { at })], { checked: true }, wallClock());
  return catalogue;
}

test('the modules that need one are found by their cards, and nobody who only names it', async () => {
  const catalogue = await catalogueWith(
    ['io.example.base', {}],
    ['io.example.app', { r: ['io.example.base', 'io.example.other'] }],
    ['io.example.viewer', { r: ['io.example.base'] }],
    ['io.example.fan', { d: 'Better than io.example.base', r: ['io.example.base-two'] }],
  );

  expect([...(await catalogue.dependents(base))].sort()).toEqual(['io.example.app', 'io.example.viewer']);
  expect(await catalogue.dependents(parseModuleId('io.example.nobody'))).toEqual([]);
});

test('only the newest card of a module counts', async () => {
  const catalogue = await catalogueWith(
    ['io.example.app', { r: ['io.example.base'] }],
    ['io.example.app', { v: '2.0.0' }, START + 1_000_000],
  );

  expect(await catalogue.dependents(base)).toEqual([]);
});

test('bytes are found wherever they stand, and nowhere else', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(includesBytes(bytes('aab'), bytes('ab'))).toBe(true);
  expect(includesBytes(bytes('ababac'), bytes('abac'))).toBe(true);
  expect(includesBytes(bytes('ab'), bytes('abc'))).toBe(false);
  expect(includesBytes(bytes('aba'), bytes('ba'))).toBe(true);
  expect(includesBytes(bytes('xyz'), bytes('a'))).toBe(false);
  expect(includesBytes(bytes(''), bytes(''))).toBe(true);
});
