import { expect, test } from 'vitest';
import { isConfusable } from '../../src/core/confusable-name.ts';

test.each([
  ['a Cyrillic а in a Latin word', 'Аcme'],
  ['a Greek ο in a Latin word', 'Gοogle'],
  ['an Armenian օ in a Latin word', 'Gօogle'],
  ['a Cherokee letter in a Latin word', 'ᎪCME'],
  ['Greek in a Cyrillic word', 'Мοсква'],
  ['Latin beside Han', 'Acme 公司'],
  ['a space of no width', 'Ac\u200bme'],
  ['a filler of Hangul', 'Acme\u3164'],
  ['a mark of direction', 'Ac\u202eem'],
])('a name with %s is marked', (_what, name) => {
  expect(isConfusable(name)).toBe(true);
});

test.each([
  ['Latin with accents, apart or as one', 'Zoë D’Ångström Zoe\u0308'],
  ['digits and signs', 'Acme 2 (EU) & Co. ☃'],
  ['Cyrillic', 'Анна Ёлкина'],
  ['Greek', 'Νίκος'],
  ['Japanese, which is written in three scripts', '株式会社アクメ の ひと ー'],
  ['Korean', '김철수 金'],
  ['Hebrew', 'דוד'],
  ['Arabic', 'أحمد ٣'],
  ['nothing but digits', '42'],
])('a name in %s is not', (_what, name) => {
  expect(isConfusable(name)).toBe(false);
});
