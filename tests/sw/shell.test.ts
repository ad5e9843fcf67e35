import { beforeEach, expect, test } from 'vitest';
import { SHARED_FILES } from '../../src/ports/background.ts';
import { openShell, type Shell, type ShellFile } from '../../src/sw/shell.ts';
import { memoryCaches } from '../support/cache-storage.ts';

const ORIGIN = 'https://relay.example';

/** A build: its page and one script, whose name tells its content. */
function buildOf(number: number): ShellFile[] {
  return [
    { url: 'index.html', revision: `r${number}` },
    { url: `assets/app-${number}.js`, revision: null },
    { url: 'assets/same.js', revision: null },
  ];
}

let caches: CacheStorage;
/** What the relay serves: the newest build alone. */
let served: Map<string, string>;
let asked: string[];

function deploys(number: number): Shell {
  served = new Map(buildOf(number).map(({ url }) => [`/${url}`, `${url} of ${number}`]));
  return openShell(buildOf(number), {
    caches,
    origin: ORIGIN,
    async fetch({ url }) {
      const { pathname } = new URL(url);
      asked.push(pathname);
      const text = served.get(pathname);
      return new Response(text, { status: text === undefined ? 404 : 200 });
    },
  });
}

async function takesOver(shell: Shell): Promise<void> {
  await shell.install();
  await shell.activate();
}

const read = async (shell: Shell, path: string) => (await shell.answer(path))?.text();

beforeEach(() => {
  caches = memoryCaches();
  asked = [];
});

test('an installed build is answered without the network, whole', async () => {
  const shell = deploys(1);
  await takesOver(shell);
  served.clear();
  asked = [];

  for (const { url } of buildOf(1)) expect(await read(shell, `/${url}`)).toBe(`${url} of 1`);
  expect(asked).toEqual([]);
});

test('what is no file of the app is left to the network', () => {
  expect(deploys(1).answer('/records')).toBeUndefined();
});

test('a build of which a file is missing is not installed, and is fetched on from where it stopped', async () => {
  const shell = deploys(1);
  served.delete('/assets/same.js');
  await expect(shell.install()).rejects.toThrow('/assets/same.js: 404');
  served.set('/assets/same.js', 'back');
  asked = [];

  await shell.install();

  expect(asked).toEqual(['/assets/same.js']);
});

test('a new build fetches only what the one before has not', async () => {
  await takesOver(deploys(1));
  const next = deploys(2);
  asked = [];

  await takesOver(next);

  expect(asked).toEqual(['/index.html', '/assets/app-2.js']);
  expect(await read(next, '/assets/same.js')).toBe('assets/same.js of 1');
});

test('until it takes over, a new build changes nothing of the one in use', async () => {
  const first = deploys(1);
  await takesOver(first);
  await deploys(2).install();

  expect(await read(first, '/index.html')).toBe('index.html of 1');
});

test('a tab of the build before still finds its files, one of two builds before does not', async () => {
  await takesOver(deploys(1));
  const second = deploys(2);
  await takesOver(second);
  expect(await read(second, '/index.html')).toBe('index.html of 2');
  expect(await read(second, '/assets/app-1.js')).toBe('assets/app-1.js of 1');

  const third = deploys(3);
  await takesOver(third);
  expect(await read(third, '/assets/app-2.js')).toBe('assets/app-2.js of 2');
  expect((await third.answer('/assets/app-1.js'))?.status).toBe(404);
});

test('a build that waited and was overtaken does not take the place of the one in use', async () => {
  await takesOver(deploys(1));
  await deploys(2).install();
  const third = deploys(3);
  await takesOver(third);

  expect(await read(third, '/assets/app-1.js')).toBe('assets/app-1.js of 1');
  expect(await caches.keys()).toHaveLength(2);
});

test('caches of an earlier kind go, a file that was shared with the app stays', async () => {
  await caches.open('workbox-precache-v2-https://relay.example/');
  await caches.open(SHARED_FILES);
  await takesOver(deploys(1));

  expect(await caches.keys()).toEqual([SHARED_FILES, expect.stringContaining('gen-registry-shell/')]);
});
