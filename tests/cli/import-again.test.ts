import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { httpRelay } from '../../src/adapters/http/http-relay.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { wallClock } from '../../src/app/device.ts';
import { httpSource } from '../../src/app/http-source.ts';
import { openImportState } from '../../src/cli/import/import-state.ts';
import {
  publisherOf,
  type ImportPlace,
  type ImportPublisher,
} from '../../src/cli/import/import-publisher.ts';
import { readModules } from '../../src/cli/import/read-modules.ts';
import { runImport } from '../../src/cli/import/run-import.ts';
import { fromHex } from '../../src/core/bytes.ts';
import { parseModuleId, parsePublicKey, type Micros } from '../../src/core/ids.ts';
import { moduleDocument } from '../../src/core/record/document.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import { newSeed, signerOf } from '../../src/relay/key-pair.ts';
import { person } from '../support/person.ts';
import { startTestRelay } from '../support/relay.ts';
import { folder, shellIn } from './shell-at.ts';

const release = (version: string, dependencies = {}) => ({ version, dependencies });
const LIBS = [1, 2, 3, 4].map((one) => ({ id: `lib${one}`, versions: [release('1.0.0')] }));
const [LIB] = LIBS as [(typeof LIBS)[number]];
const APP = { id: 'app', versions: [release('1.0.0', { lib1: '*', lib2: '*', lib3: '*', lib4: '*' })] };

async function importing() {
  const world = await startTestRelay();
  onTestFinished(() => world.close());
  const { address, facts, journal } = world.relay;
  const home = await folder();
  const file = join(await folder(), 'opam.jsonl');
  return {
    address,
    file,
    namespace: parsePublicKey(fromHex(facts.namespace)),
    state: join(home, 'imports', facts.namespace.slice(0, 16), 'opam.jsonl'),
    async imports(lines: readonly object[], ...flags: string[]) {
      await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
      return shellIn(home, address)('import', file, ...flags);
    },
    /** Versions that stand below a name, each as often as it was signed. */
    versions(id: string): string[] {
      const members = journal.members(moduleDocument(parseModuleId(id))).map(decodeMember);
      return members.flatMap((member) => {
        const at = member.member === 'record' ? member.path.indexOf('versions') : -1;
        return member.member === 'record' && member.path[0] === 'modules' && at > 0
          ? [member.path.slice(at + 1).join('/')]
          : [];
      });
    },
  };
}

test('with more keys than before an import still has the names that it claimed by fewer', async () => {
  const { imports, versions } = await importing();
  // Claims the names of what the app needs, and publishes none of it.
  expect((await imports([APP, ...LIBS], '--publishers', '1', '--limit', '1')).exit).toBe(0);
  const { exit, out } = await imports([APP, ...LIBS], '--publishers', '8');
  expect(exit).toBe(0);
  expect(out).toMatchObject({ modules: 4, unchanged: 1, refused: [], skipped: [] });
  for (const { id } of [APP, ...LIBS]) expect(versions(`opam.${id}`)).toEqual(['1.0.0']);
});

test('what a relay restored from a copy has lost is published again, once, and the rest is left as it is', async () => {
  const { imports, state, versions } = await importing();
  await imports(LIBS.slice(0, 2));
  // As if these two had been published after the copy was made.
  const finished = ['opam.lib3', 'opam.lib4'].map((id) => `${JSON.stringify(['finished', id, ['1.0.0']])}\n`);
  await writeFile(state, `${await readFile(state, 'utf8')}${finished.join('')}`);

  const { exit, out } = await imports(LIBS);
  expect(exit).toBe(0);
  expect(out).toMatchObject({ modules: 2, unchanged: 2, lookedAtAgain: 4 });
  for (const { id } of LIBS) expect(versions(`opam.${id}`)).toEqual(['1.0.0']);
  expect((await imports(LIBS)).out).toMatchObject({ modules: 0, unchanged: 4, lookedAtAgain: 0 });
});

test('no release is published that needs a name of somebody else, also not the next time', async () => {
  const { address, imports, versions } = await importing();
  const mallory = await person(address);
  await mallory.publishes({ id: parseModuleId('opam.lib1'), version: '1.0.0' });
  const app = { id: 'app', versions: [release('2.0.0', { lib1: '*' }), release('1.0.0', { lib2: '*' })] };
  const needy = { id: 'needy', versions: [release('1.0.0', { lib1: '*' })] };
  const read = [app, needy, ...LIBS];

  // The name that is refused is a failure.
  expect((await imports(read)).exit).toBe(1);
  expect(versions('opam.app')).toEqual(['1.0.0']);
  expect(versions('opam.needy')).toEqual([]);
  // What stands is left as it is, and what may not be is still not.
  expect((await imports(read)).exit).toBe(1);
  expect(versions('opam.app')).toEqual(['1.0.0']);
  expect(versions('opam.needy')).toEqual([]);
});

async function runInProcess(
  address: string,
  file: string,
  skip: (what: object) => void,
  prefix: string,
  change: (relay: ReturnType<typeof httpRelay>) => ReturnType<typeof httpRelay> = (relay) => relay,
) {
  const signer = signerOf(newSeed());
  const plain = httpRelay({ base: address, signer: async () => signer, clock: wallClock });
  const namespace = parsePublicKey(fromHex((await plain.facts()).namespace));
  const { signal } = new AbortController();
  const catalogue = await readModules(file, { prefix, limit: 100, releases: 10 }, signal, skip);
  const state = await openImportState(join(await folder(), `${prefix}.jsonl`));
  onTestFinished(() => state.close());
  return runImport({
    catalogue,
    state,
    clock: wallClock,
    skip,
    onProgress: () => undefined,
    place: {
      namespace,
      publishers: [{ signer, relay: change(plain), invitation: undefined }],
      records: httpSource({ tables: memoryTables(), relay: plain, namespace }),
    },
    patience: { signal, pause: async () => undefined },
  });
}

test('each release that is left out for the name of somebody else says which', async () => {
  const { address, file } = await importing();
  const mallory = await person(address);
  await mallory.publishes({ id: parseModuleId('opam.lib1'), version: '1.0.0' });
  await writeFile(
    file,
    [{ id: 'Needy', versions: [release('1.0.0', { lib1: '*' })] }, LIB]
      .map((one) => JSON.stringify(one))
      .join('\n'),
  );
  const skipped: object[] = [];
  const tally = await runInProcess(address, file, (what) => skipped.push(what), 'opam');
  expect(skipped).toEqual([{ id: 'Needy', version: '1.0.0', reason: 'dependency opam.lib1 name-taken' }]);
  expect(tally).toMatchObject({
    modules: 0,
    refusedCount: 1,
    refused: [{ id: 'opam.lib1', reason: 'name-taken' }],
  });
});

test('a binary that the relay lost is put again', async () => {
  const { address, file, versions } = await importing();
  await writeFile(file, JSON.stringify(LIB));
  let puts = 0;
  const tally = await runInProcess(
    address,
    file,
    () => undefined,
    'opam',
    (relay) => ({
      ...relay,
      // It answered, and a loss of power took the binary back.
      putBlob: async (...put) => {
        puts += 1;
        if (puts > 1) await relay.putBlob(...put);
      },
    }),
  );
  expect(puts).toBe(2);
  expect(tally).toMatchObject({ modules: 1, refused: [] });
  expect(versions('opam.lib1')).toEqual(['1.0.0']);
});

test('a module whose binary never stays is refused in the end, and the others go on', async () => {
  const { address, file, versions } = await importing();
  await writeFile(file, LIBS.map((one) => JSON.stringify(one)).join('\n'));
  let lost: string | undefined;
  const tally = await runInProcess(
    address,
    file,
    () => undefined,
    'opam',
    (relay) => ({
      ...relay,
      putBlob: async (...put) => {
        lost ??= put[0];
        if (put[0] !== lost) await relay.putBlob(...put);
      },
    }),
  );
  expect(tally).toMatchObject({ modules: 3, refused: [{ code: 'InvalidState', reason: 'blob-missing' }] });
  expect(LIBS.filter(({ id }) => versions(`opam.${id}`).length > 0)).toHaveLength(3);
});

test('with as many keys as before a name is claimed by the same one: imports that were begun go on', () => {
  const publishers = [0, 1, 2, 3, 4, 5, 6, 7] as unknown as readonly ImportPublisher[];
  const keyOf = (id: string) => publisherOf({ publishers } as unknown as ImportPlace, id);
  const ids = ['opam.lwt', 'opam.lwt-unix', 'opam.dune', 'made.kishouxeark-waibrea', 'made.dreplioror'];
  expect(ids.map(keyOf)).toEqual([2, 2, 4, 3, 4]);
});

test('what is begun in part is looked at by whoever goes on, with the time it was begun at', async () => {
  const path = join(await folder(), 'state', 'opam.jsonl');
  await mkdir(join(path, '..'));
  // As versions before wrote it.
  await writeFile(path, '["begun","opam.a",7,"AAAA"]\n["finished","opam.b",["1.0.0"]]\n["begun","op');
  const id = parseModuleId('opam.a');
  const state = await openImportState(path);
  expect(state.begun(id)).toEqual({ at: 7, content: 'AAAA' });
  await state.begunInPart([id]);
  await state.begin(new Map([[id, 'AAAA']]), 9 as Micros);
  await state.close();

  const again = await openImportState(path);
  expect(again.begun(id)?.at).toBe(7);
  expect(again.begun(id)?.content).not.toBe('AAAA');
  expect([...again.finishedModules().keys()]).toEqual(['opam.b']);
  expect(await again.forgetFinished()).toBe(1);
  await again.close();
  const last = await openImportState(path);
  expect(last.finishedModules().size).toBe(0);
  await last.close();
});

test('what needs a module called __proto__ is left out, as what needs any other that is not there', async () => {
  const { imports, file } = await importing();
  const needy = JSON.stringify({ ...LIB, versions: [release('1.0.0', { it: '*' })] });
  const said = JSON.parse(needy.replace('"it"', '"__proto__"')) as object;
  const { out } = await imports([said], '--dry-run');
  expect(await readFile(file, 'utf8')).toContain('__proto__');
  expect(out).toMatchObject({ modules: 0, skipped: [{ id: 'lib1', reason: 'dependency __proto__' }] });
});

test('of very many lines that are none the first are listed and all are counted', async () => {
  const { imports } = await importing();
  const { exit, out } = await imports(
    [LIB, ...Array.from({ length: 700 }, (_, one) => ({ wrong: one }))],
    '--dry-run',
  );
  expect(exit).toBe(0);
  expect(out['skippedCount']).toBe(700);
  expect(out['skipped']).toHaveLength(500);
});
