import { array, assert as hold, nat, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { createNumberLists, emptySpan } from '../../src/core/search/number-lists.ts';

const step = record({ list: nat(3), value: nat(2 ** 31), kind: nat(12) });

test('lists packed into few arrays hold what lists of their own would', () => {
  hold(
    property(array(step, { maxLength: 400 }), (steps) => {
      const lists = createNumberLists();
      const plain = new Map<number, number[]>();
      for (const { list, value, kind } of steps) {
        const expected = plain.get(list) ?? [];
        plain.set(list, expected);
        if (kind === 0) {
          lists.clear(list);
          plain.set(list, []);
        } else if (kind === 1) {
          const values = Array.from({ length: value % 40 }, (_, at) => at);
          lists.set(list, values);
          plain.set(list, values);
        } else if (kind < 4 && expected.length > 0) {
          const dropped = expected[value % expected.length] as number;
          lists.drop(list, dropped, 0);
          expected.splice(expected.indexOf(dropped), 1);
        } else {
          lists.append(list, value);
          expected.push(value);
        }
      }
      for (const [list, expected] of plain) {
        const { values, start, length } = lists.read(list, emptySpan());
        expect([...values.subarray(start, start + length)].toSorted()).toEqual(expected.toSorted());
        expect(lists.lengthOf(list)).toBe(expected.length);
      }
    }),
  );
});

test('a list longer than a chunk stays whole', () => {
  const lists = createNumberLists();
  for (let value = 0; value < 600_000; value += 1) lists.append(7, value);
  const { values, start, length } = lists.read(7, emptySpan());
  expect(length).toBe(600_000);
  expect(values.subarray(start, start + length).every((value, at) => value === at)).toBe(true);
});
