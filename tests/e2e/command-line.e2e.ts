import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { module, second } from './real-module.ts';
import { expect, publishes, test } from './world.ts';

const run = promisify(execFile);

/** `gen --json …` as somebody with a device of their own. */
function terminal(relay: string, home: string) {
  return async (...args: readonly string[]): Promise<unknown> => {
    const { stdout } = await run(process.execPath, [
      'src/cli/main.ts',
      '--relay',
      relay,
      '--data',
      home,
      '--json',
      ...args,
    ]);
    return JSON.parse(stdout);
  };
}

test('the main job by command line and by browser against one relay: each finds what the other publishes', async ({
  relay,
  person,
}) => {
  const home = await mkdtemp(join(tmpdir(), 'gen-home-'));
  const gen = terminal(relay.address, home);
  try {
    const { page } = await person();
    await publishes(page, module);
    await expect(page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();

    await expect.poll(async () => JSON.stringify(await gen('search', 'source'))).toContain(module.id);
    expect(JSON.stringify(await gen('info', module.id))).toContain(module.version);
    await gen('rate', module.id, '4', '--review', 'From a terminal.');
    const out = join(home, 'out');
    await gen('install', module.id, '--out', out);
    expect((await stat(join(out, `${module.id}-${module.version}.wasm`))).size).toBe(
      (await stat(module.file)).size,
    );
    expect(JSON.stringify(await gen('list'))).toContain(module.id);
    await page.goto(`/m/${module.id}?tab=ratings`);
    await expect(page.getByRole('tabpanel')).toContainText('From a terminal.');

    await gen(
      'publish',
      second.file,
      '--id',
      second.id,
      '--version-number',
      second.version,
      '--name',
      second.name,
      '--license',
      'MIT',
    );
    await page.goto('/');
    await page.getByRole('searchbox', { name: 'Search modules' }).fill('second');
    await page.getByRole('list', { name: 'Modules' }).getByRole('link', { name: second.name }).click();
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Uninstall' })).toBeVisible();
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});
