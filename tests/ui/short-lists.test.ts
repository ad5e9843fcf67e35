import { expect, test } from 'vitest';
import type { Card } from '../../src/ports/search.ts';
import { nameEnds } from '../../src/ui/pages/browse/name-ends.ts';
import { variedCards } from '../../src/ui/pages/browse/varied-cards.ts';

/** `b2` is the second module of publisher b. */
function listOf(names: string): readonly Card[] {
  return names.split(' ').map((id) => ({ id, author: `did:key:z${id[0]}` }) as Card);
}

function chosen(names: string, count: number): string {
  return variedCards(listOf(names), count)
    .map(({ id }) => id)
    .join(' ');
}

test('a publisher of many modules has two places of a short list, the others go to the next', () => {
  expect(chosen('a1 a2 a3 a4 b1 a5 b2 b3 c1 d1', 6)).toBe('a1 a2 b1 b2 c1 d1');
});

test('where there are too few publishers, the list is filled, in its order', () => {
  expect(chosen('a1 a2 a3 a4 b1 a5', 4)).toBe('a1 a2 a3 b1');
  expect(chosen('a1 a2 a3', 6)).toBe('a1 a2 a3');
});

test('a long name loses its middle, so that its last word tells it from its family', () => {
  expect(nameEnds('angstrom-lwt-unix')).toEqual(['angstrom-lwt-', 'unix']);
  expect(nameEnds('Tree-sitter TypeScript')).toEqual(['Tree-sitter TypeS', 'cript']);
  expect(nameEnds('lua')).toEqual(['l', 'ua']);
  expect(nameEnds('a💥')).toEqual(['a', '💥']);
  expect(nameEnds('x-')).toEqual(['x-', '']);
});
