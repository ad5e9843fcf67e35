import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint, readStamp } from './fingerprint.mjs';
import { installedBinary, run } from './run.mjs';

const SOURCES = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'scripts/build',
  'tsconfig.base.json',
  'package-lock.json',
];
/** What no page or worker imports (`tests/architecture.test.ts`): a change there needs no new build. */
const NOT_BUILT = ['src/relay', 'src/cli', 'src/adapters/node'];
const STAMP = '.gen-build';

/** Fingerprint of the sources when `dist` was built from others, `undefined` when it is up to date. */
export async function staleBuild(root) {
  const now = await fingerprint(root, SOURCES, NOT_BUILT);
  return (await readStamp(join(root, 'dist', STAMP))) === now ? undefined : now;
}

/** Puts `next` in the place of `dist`: a relay that serves it meets the old or the new files, never a half. */
export async function swap(root, next) {
  const dist = join(root, 'dist');
  const old = join(root, '.cache', `dist-old-${process.pid}`);
  await rm(old, { recursive: true, force: true });
  await rename(dist, old).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(next, dist);
  await rm(old, { recursive: true, force: true });
}

/** The production build in `dist`. */
export async function prepareBuild(root, say) {
  const stamp = await staleBuild(root);
  if (stamp === undefined) return;
  say('building the app.');
  const next = join(root, '.cache', 'dist-next');
  await mkdir(join(root, '.cache'), { recursive: true });
  await rm(next, { recursive: true, force: true });
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  await run(
    installedBinary(root, 'node'),
    [vite, 'build', '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  await writeFile(join(next, STAMP), stamp);
  await swap(root, next);
}
