import { expect, test } from 'vitest';
import { parseDid, parseMicros } from '../../src/core/ids.ts';
import { REPORT_REASONS } from '../../src/core/record/kinds.ts';
import type { Hiding } from '../../src/core/view/moderation.ts';
import { hiddenIn } from '../../src/ui/pages/module/hidden-in.ts';
import { shortDid } from '../../src/ui/text/format.ts';
import {
  hidingSentence,
  leftOutWords,
  lengthProblem,
  listWords,
  REPORT_WORDS,
} from '../../src/ui/text/moderation.ts';

const by = parseDid('did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK');
const time = parseMicros(Date.UTC(2026, 10, 21, 12) * 1000);
const hiding: Hiding = { by, as: 'person', reason: '', time, pending: false };

test('what is hidden says by whom, when and why, and an admin as one', () => {
  expect(hidingSentence(hiding)).toBe(`Hidden by ${shortDid(by)} on 21 Nov 2026.`);
  expect(hidingSentence({ ...hiding, as: 'admin', reason: ' Steals keys. ' })).toBe(
    `Hidden by an admin of this registry, ${shortDid(by)}, on 21 Nov 2026: “Steals keys”.`,
  );
});

test('who hid something themselves is told so', () => {
  expect(hidingSentence(hiding, by)).toBe('Hidden by you on 21 Nov 2026.');
});

test('what was left out is counted', () => {
  expect(leftOutWords(3)).toBe('3 hidden by moderation');
});

test('a list says what it hides, and one that was never read that it hides nothing yet', () => {
  const list = { who: by, followed: true, own: false, known: true, modules: 0, reviews: 0 } as const;
  expect([
    listWords(list),
    listWords({ ...list, modules: 2 }),
    listWords({ ...list, modules: 1, reviews: 3 }),
    listWords({ ...list, known: false }),
  ]).toEqual([
    'Hides nothing now',
    'Hides 2 modules',
    'Hides 1 module and 3 reviews',
    'Nothing of it has reached this device yet; it hides nothing here',
  ]);
});

test('a text that is too long says by how much, without its margins', () => {
  expect(lengthProblem(' 1234 ', 4)).toBeUndefined();
  expect(lengthProblem('12345', 4)).toBe('1 character too long. Shorten it; nothing was cut off.');
});

test('an install that was refused for what is hidden names all of it, any other nothing', () => {
  const data = { id: 'io.example.codec', ids: ['io.example.codec', 'io.example.base'] };

  expect(hiddenIn({ code: 'InvalidState', reason: 'hidden', data })).toEqual(data.ids);
  expect(hiddenIn({ code: 'InvalidState', reason: 'hidden', data: { id: data.id } })).toEqual([data.id]);
  expect(hiddenIn({ code: 'InvalidState', reason: 'busy', data })).toBeUndefined();
});

test('every reason for a report has its words', () => {
  for (const reason of REPORT_REASONS) expect(REPORT_WORDS[reason]).toMatch(/^\p{Lu}.*[^.]$/u);
});
