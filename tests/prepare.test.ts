import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { staleBuild, swap } from '../scripts/prepare/build.mjs';
import { findChromium } from '../scripts/prepare/chromium.mjs';
import { fingerprint } from '../scripts/prepare/fingerprint.mjs';
import { installNeeded } from '../scripts/prepare/install.mjs';
import { isAbandoned, withLock } from '../scripts/prepare/lock.mjs';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gen-registry-prepare-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function write(path: string, text = path): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

async function built(): Promise<void> {
  await write('dist/.gen-build', await staleBuild(root));
}

test('an install is needed as long as it has not brought the pinned Node', async () => {
  await write('package-lock.json');
  await write('node_modules/.gen-lock', await fingerprint(root, ['package-lock.json']));
  await expect(installNeeded(root)).resolves.toBe(true);
});

test('an install is needed again when package-lock.json is another one', async () => {
  await write('node_modules/.bin/node');
  await write('package-lock.json', 'one');
  await write('node_modules/.gen-lock', await fingerprint(root, ['package-lock.json']));
  await expect(installNeeded(root)).resolves.toBe(false);

  await write('package-lock.json', 'two');
  await expect(installNeeded(root)).resolves.toBe(true);
});

test('a build is fresh until a source is changed, added or renamed', async () => {
  await write('src/ui/main.tsx', 'one');
  await write('index.html');
  await expect(staleBuild(root)).resolves.toBeTypeOf('string');
  await built();
  await expect(staleBuild(root)).resolves.toBeUndefined();

  await write('src/ui/main.tsx', 'two');
  await expect(staleBuild(root)).resolves.toBeTypeOf('string');
  await built();
  await write('public/robots.txt');
  await expect(staleBuild(root)).resolves.toBeTypeOf('string');
});

test('a change of the relay or of a test needs no build', async () => {
  await write('src/ui/main.tsx');
  await built();
  await write('src/relay/main.ts');
  await write('src/cli/main.ts');
  await write('tests/a.test.ts');

  await expect(staleBuild(root)).resolves.toBeUndefined();
});

test('a new build takes the place of the old one, and none of the old files stays', async () => {
  await write('dist/old.js');
  await write('.cache/dist-next/new.js');
  await swap(root, join(root, '.cache/dist-next'));

  await expect(readFile(join(root, 'dist/new.js'), 'utf8')).resolves.toBe('.cache/dist-next/new.js');
  await expect(readFile(join(root, 'dist/old.js'))).rejects.toThrow('ENOENT');
});

test('of two that prepare at once, one waits until the other is through', async () => {
  const events: string[] = [];
  let oneWaits = (_sentence: string): void => {};
  const waits = new Promise<string>((resolve) => (oneWaits = resolve));
  const step = (name: string) =>
    withLock(root, oneWaits, async () => {
      events.push(`${name} in`);
      await waits;
      events.push(`${name} out`);
    });
  await Promise.all([step('a'), step('b')]);

  const [first, , second] = events.map((event) => event.charAt(0));
  expect(events).toEqual([`${first} in`, `${first} out`, `${second} in`, `${second} out`]);
  await expect(waits).resolves.toBe('another process prepares; waiting for it.');
});

test('a lock is left behind when its process is gone, or when it is too old for any step', () => {
  const minutes = 60_000;
  expect(isAbandoned(42, minutes, () => true)).toBe(false);
  expect(isAbandoned(42, minutes, () => false)).toBe(true);
  expect(isAbandoned(42, 31 * minutes, () => true)).toBe(true);
  expect(isAbandoned(Number.NaN, minutes, () => true)).toBe(true);
});

test('the lock of a process that is gone does not stop the next one, and is released after a failure', async () => {
  await write('.cache/prepare.lock/owner', '999999999');
  const fails = withLock(
    root,
    () => {},
    () => Promise.reject(new Error('no network')),
  );
  await expect(fails).rejects.toThrow('no network');
  await expect(
    withLock(
      root,
      () => {},
      () => Promise.resolve('done'),
    ),
  ).resolves.toBe('done');
});

test('Chromium is the one that CHROMIUM_PATH names, else one of the machine, else none', () => {
  const has =
    (...paths: string[]) =>
    (path: string) =>
      paths.includes(path);
  const named = { CHROMIUM_PATH: '/opt/chromium' };

  expect(findChromium(named, has('/opt/chromium', '/usr/bin/chromium'))).toBe('/opt/chromium');
  expect(() => findChromium(named, has('/usr/bin/chromium'))).toThrow('CHROMIUM_PATH names /opt/chromium');
  expect(findChromium({}, has('/usr/bin/google-chrome', '/usr/bin/chromium'))).toBe('/usr/bin/chromium');
  expect(findChromium({}, has())).toBeUndefined();
});
