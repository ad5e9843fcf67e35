import { expect, test } from 'vitest';
import { layered } from '../../src/workers/layered-layout.ts';

const SIZE = { width: 200, height: 60 };
const boxes = (...ids: string[]) => ids.map((id) => ({ id, ...SIZE }));
const line = (text: string) => {
  const [from = '', to = ''] = text.split(' > ');
  return { from, to };
};

test('what is asked for stands right of all that ask for it, and no two boxes lie on each other', () => {
  const lines = ['app > left', 'app > right', 'left > base', 'right > base', 'app > base'].map(line);
  const { places, width, height } = layered({ boxes: boxes('base', 'right', 'left', 'app'), lines });

  for (const { from, to } of lines)
    expect(places[to]?.x).toBeGreaterThanOrEqual((places[from]?.x ?? 0) + SIZE.width);
  expect(places['left']?.x).toBe(places['right']?.x);
  expect(Math.abs((places['left']?.y ?? 0) - (places['right']?.y ?? 0))).toBeGreaterThanOrEqual(SIZE.height);
  for (const { x, y } of Object.values(places)) {
    expect([x >= 0, y >= 0]).toEqual([true, true]);
    expect([x + SIZE.width <= width, y + SIZE.height <= height]).toEqual([true, true]);
  }
});

test('a line over several columns goes around what stands between', () => {
  const lines = ['app > left', 'left > base', 'app > base'].map(line);
  const { places, lines: drawn } = layered({ boxes: boxes('app', 'left', 'base'), lines });
  const long = drawn.find(({ from, to }) => from === 'app' && to === 'base');
  const left = places['left'] ?? { x: 0, y: 0 };

  const between = long?.through.filter(({ x }) => x > left.x && x < left.x + SIZE.width) ?? [];
  expect(between.length).toBeGreaterThan(0);
  for (const { y } of between) expect(y < left.y || y > left.y + SIZE.height).toBe(true);
});

test('modules that need each other are laid out too, each line by itself', () => {
  const { places, lines } = layered({ boxes: boxes('a', 'b'), lines: ['a > b', 'b > a'].map(line) });

  expect(Object.keys(places)).toEqual(['a', 'b']);
  expect(lines.map(({ through }) => through.length > 0)).toEqual([true, true]);
  expect(lines[0]?.through).not.toEqual(lines[1]?.through);
});

test('the same question has the same answer', () => {
  const ids = Array.from({ length: 150 }, (_, place) => `n${place}`);
  const lines = ids.slice(1).map((to, place) => ({ from: `n${Math.floor(place / 3)}`, to }));
  const question = { boxes: boxes(...ids), lines };

  expect(layered(question)).toEqual(layered(question));
});
