import { expect, test } from 'vitest';
import type { Did, Micros, ModuleId } from '../../src/core/ids.ts';
import type { ModuleView } from '../../src/core/view/module-view.ts';
import type { EndView } from '../../src/core/view/publishers.ts';
import { receiverProblem, tooLongProblem } from '../../src/ui/pages/module/publishers/publishing.ts';
import { endSentence } from '../../src/ui/text/permissions.ts';
import { stateLabel, taskLabel } from '../../src/ui/text/states.ts';

const NOON = (Date.UTC(2025, 9, 3, 12) * 1000) as Micros;
const [OLIVIA, PAUL] = ['o', 'p'].map((letter) => `did:key:z6Mk${letter.repeat(44)}` as Did) as [Did, Did];
const ALICE = 'did:key:z6Mks931aemXLmTDGrasbApX8araucPWxRhzP8iqL7XHhXeC';
const module = { id: 'io.acme.codec' as ModuleId, owner: OLIVIA } as unknown as ModuleView;

test('a hand-over is told from a withdrawal: nobody did wrong', () => {
  const end: EndView = { kind: 'handed-over', by: OLIVIA, to: PAUL, reason: 'New key.', time: NOON };

  expect(endSentence(end)).toBe(
    'Ended on 3 Oct 2025, when the module was handed over to did:key:z6Mkpp…pppppp.',
  );
  expect(endSentence(end, PAUL)).toBe('Ended on 3 Oct 2025, when the module was handed over to you.');
});

test('what was asked for says who gets what', () => {
  const label = (deed: 'offer' | 'cancel' | 'take') =>
    taskLabel({ kind: 'hand-over', handOver: { to: PAUL, deed } });
  expect([label('offer'), label('take')]).toEqual(['Offer did:key:z6Mkpp…pppppp', 'Take over']);
  expect(stateLabel({ kind: 'hand-over', state: 'receipted' })).toBe('In force');
});

test('a module goes to somebody whom there is, and not to its owner', () => {
  const asking = { module, mine: OLIVIA };
  expect(receiverProblem(' ', asking)).toMatch('Nobody is named');
  expect(receiverProblem(OLIVIA, asking)).toMatch('your own identity');
  expect(receiverProblem('did:key:nobody', asking)).toMatch('no identity');
  expect(receiverProblem(` ${ALICE} `, asking)).toBeUndefined();
});

test('a reason may be left out, and has an end', () => {
  expect(tooLongProblem('')).toBeUndefined();
  expect(tooLongProblem('x'.repeat(501))).toMatch('1 character too long');
});
