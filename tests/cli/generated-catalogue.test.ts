import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedModules } from '../../scripts/catalogue/generated-modules.ts';
import { readCatalogueFile, type CatalogueModule } from '../../src/cli/catalogue-file.ts';
import { importedModule } from '../../src/cli/import/imported-module.ts';
import { folder } from './shell-at.ts';

const SIZE = { modules: 400, releases: 3, seed: 7 };

test('a catalogue is the same for the same seed, and another one for another', () => {
  const made = JSON.stringify([...generatedModules(SIZE)]);
  expect(JSON.stringify([...generatedModules(SIZE)])).toBe(made);
  expect(JSON.stringify([...generatedModules({ ...SIZE, seed: 8 })])).not.toBe(made);
});

test('its modules are read as they were made, and all of them can be published', async () => {
  const made = [...generatedModules(SIZE)];
  const file = join(await folder(), 'made.jsonl');
  await writeFile(file, made.map((module) => `${JSON.stringify(module)}\n`).join(''));

  const read: CatalogueModule[] = [];
  for await (const module of readCatalogueFile(file, new AbortController().signal)) read.push(module);
  expect(read).toEqual(made);
  const ids = new Set(made.map(({ id }) => id));
  expect(ids.size).toBe(SIZE.modules);
  const rules = { prefix: 'made', releases: 9, isListed: (id: string) => ids.has(id) };
  const releases = read.flatMap(
    (module) => importedModule(module, rules, (what) => expect(what).toBeUndefined()).drafts,
  );
  expect(releases).toHaveLength(SIZE.modules * SIZE.releases);
});

test('nothing needs what comes behind it', () => {
  const before = new Set<string>();
  for (const { id, versions } of generatedModules(SIZE)) {
    for (const { dependencies } of versions)
      for (const needed of Object.keys(dependencies)) expect(before).toContain(needed);
    before.add(id);
  }
});
