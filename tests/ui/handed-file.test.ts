import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { handFile, screenFor, takeFiles } from '../../src/ui/handed-file.ts';

const named = (name: string) => ({ file: new File([], name) });

test('a file waits for the screen it is meant for, and is taken once', async () => {
  const taken: string[] = [];
  const take = ({ file }: { file: File }) => void taken.push(file.name);
  handFile('/check', named('early.wasm'));

  takeFiles('/publish', take)();
  takeFiles('/check', take)();
  const leave = takeFiles('/check', take);
  await after(5);
  handFile('/check', named('later.wasm'));
  leave();

  expect(taken).toEqual(['early.wasm', 'later.wasm']);
});

test('a bundle goes to what is installed, any other file to the screen that checks files', () => {
  expect(['codec.wasm', 'Set.GENBUNDLE', 'genbundle'].map((name) => screenFor({ name }))).toEqual([
    '/check',
    '/installed',
    '/check',
  ]);
});
