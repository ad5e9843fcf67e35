/**
 * Makes ready what an npm script needs: `node scripts/prepare.mjs [install] [chromium] [build]`.
 *
 * npm calls it before `start`, `test` and the like, at first with no node_modules and with whatever Node the machine has:
 * so plain JavaScript for Node 20, no packages. Each step does nothing, silently, when its result is there; what is said
 * goes to stderr, because the standard output belongs to the command that follows (`gen … --json`).
 */
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { prepareBuild } from './prepare/build.mjs';
import { prepareChromium } from './prepare/chromium.mjs';
import { prepareInstall } from './prepare/install.mjs';
import { withLock } from './prepare/lock.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STEPS = { install: prepareInstall, chromium: prepareChromium, build: prepareBuild };

function say(sentence) {
  process.stderr.write(`prepare: ${sentence}\n`);
}

async function main(names) {
  const unknown = names.filter((name) => !Object.hasOwn(STEPS, name));
  if (names.length === 0 || unknown.length > 0) {
    say(
      `choose from ${Object.keys(STEPS).join(', ')}${unknown.length > 0 ? `; not ${unknown.join(', ')}` : ''}.`,
    );
    return 2;
  }
  try {
    await withLock(ROOT, say, async () => {
      for (const name of names) await STEPS[name](ROOT, say);
    });
    return 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2));
}
