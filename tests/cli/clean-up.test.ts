import { beforeEach, expect, test } from 'vitest';
import { noteUsed } from '../../src/app/uses.ts';
import { parseModuleId, parseRange, parseVersion, type Micros, type ModuleId } from '../../src/core/ids.ts';
import { putInstalled } from '../support/installed.ts';
import { fakeRelay } from './fake-relay.ts';
import { shell, type Shell } from './shell.ts';

const [app, base, viewer] = ['io.example.app', 'io.example.base', 'io.example.viewer'].map(parseModuleId) as [
  ModuleId,
  ModuleId,
  ModuleId,
];
let bob: Shell;

/** Long ago somebody installed two, and one of them brought a third along; the viewer was used just now. */
beforeEach(async () => {
  bob = shell(await fakeRelay());
  const version = parseVersion('1.0.0');
  const row = (id: ModuleId, wanted: boolean, needs: readonly ModuleId[] = []) => ({
    id,
    name: id,
    version,
    dependencies: needs.map((needed) => ({ id: needed, range: parseRange('*') })),
    wanted,
    size: 1000,
    sha256: (id === app ? 'a' : id === base ? 'b' : 'c').repeat(64) as never,
    installedAt: 1 as Micros,
  });
  const { tables, locks } = bob.home;
  await putInstalled(tables, row(base, false), row(app, true, [base]), row(viewer, true));
  await tables.write(
    ['a', 'b', 'c'].map((letter) => ({
      table: 'blobs',
      put: { sha256: letter.repeat(64) as never, size: 1000, content: new Uint8Array(1000) },
    })),
  );
  await noteUsed({ tables, locks, clock: () => (Date.now() * 1000) as Micros }, viewer);
});

const gen = async (...words: string[]) => {
  const { exit, stdout, stderr } = await bob.gen(...words, '--json');
  return { exit, out: stdout === '' ? undefined : JSON.parse(stdout), error: stderr };
};
const installed = async (): Promise<string[]> =>
  (await gen('list')).out.modules.map(({ id }: { id: string }) => id);

test('a dry run names what was not used, and changes nothing', async () => {
  expect(await gen('clean-up', '--dry-run', '--days', '30')).toMatchObject({
    exit: 0,
    out: {
      days: 30,
      dryRun: true,
      sets: [{ set: 'default', unused: [app], removed: [{ id: base }, { id: app }] }],
    },
  });

  expect(await installed()).toEqual([app, base, viewer]);
  expect((await gen('clean-up', '--dry-run')).out).toMatchObject({ days: 90 });
});

test('it removes after a yes, and keeps what was said of the days', async () => {
  const refused = await gen('clean-up');
  expect(refused.exit).toBe(2);
  expect(refused.error).toContain('Remove 2 modules, unused for 90 days?');
  expect(await installed()).toHaveLength(3);

  expect(await gen('clean-up', '--days', '365', '--yes')).toMatchObject({
    exit: 0,
    out: { days: 365, sets: [{ unused: [app] }] },
  });
  expect(await installed()).toEqual([viewer]);
  expect((await gen('clean-up')).out).toEqual({ days: 365, dryRun: false, sets: [] });
  expect((await bob.gen('history')).stdout).toContain(`clean-up after 365 days ${app}`);
});

test('off is off', async () => {
  expect((await gen('clean-up', '--days', 'off')).out).toEqual({ days: null, dryRun: false, sets: [] });
  expect((await gen('clean-up', '--yes')).out).toMatchObject({ days: null });
  expect(await installed()).toHaveLength(3);

  const { exit, error } = await gen('clean-up', '--days', '0');
  expect(exit).toBe(2);
  expect(error).toContain('whole number from 1 to 3650, or off');
});

test('what is installed is listed with when it was last used', async () => {
  expect((await gen('list')).out.modules).toMatchObject([
    { id: app, uses: 0, usedAt: null, openedAt: null },
    { id: base, uses: 0 },
    { id: viewer, uses: 1, usedAt: expect.stringMatching(/^\d{4}-/) },
  ]);
  const { stdout } = await bob.gen('list');
  expect(stdout).toMatch(/LAST USED/);
  expect(stdout).toMatch(/io\.example\.app .*never/);
});

test('storage is told by module, with what earlier states keep', async () => {
  await gen('clean-up', '--yes');

  expect((await gen('storage')).out).toEqual({
    installed: 1000,
    former: 2000,
    modules: [
      { id: app, name: app, installed: 0, former: 1000 },
      { id: base, name: base, installed: 0, former: 1000 },
      { id: viewer, name: viewer, installed: 1000, former: 0 },
    ],
  });
});
