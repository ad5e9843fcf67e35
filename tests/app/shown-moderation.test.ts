import { expect, test } from 'vitest';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { wallClock } from '../../src/app/device.ts';
import { createShownModeration } from '../../src/app/engine/shown-moderation.ts';
import { AUTHORITY, personDocument, type DocumentPath } from '../../src/core/record/document.ts';
import type { Topic } from '../../src/ports/engine.ts';
import { keeperOf } from '../support/keeper.ts';
import { signerNamed } from '../support/namespace.ts';

test('lists that turn out to be empty are known then, and whoever shows them is told', async () => {
  const me = await signerNamed('me');
  const answered = new Set<DocumentPath>();
  const told: Topic[] = [];
  const shown = createShownModeration({
    device: {
      tables: memoryTables(),
      identity: keeperOf(me),
      clock: wallClock,
      announce: (topics) => void told.push(...topics),
    },
    members: async () => [],
    hasAnswered: (path) => answered.has(path),
  });
  const answers = (path: DocumentPath): void => {
    answered.add(path);
    shown.answered(path);
  };
  await shown.open();
  expect(await shown.known()).toMatchObject({ isWhole: false });

  answers('ratings/io.example.codec' as DocumentPath);
  expect(told).toEqual([]);
  answers(AUTHORITY);
  answers(personDocument(me.did));

  expect(told).toEqual(expect.arrayContaining(['moderation', 'catalogue']));
  expect(await shown.known()).toMatchObject({ isWhole: true });
});
