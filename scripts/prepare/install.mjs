import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint, readStamp } from './fingerprint.mjs';
import { installedBinary, machineEnvironment, run } from './run.mjs';

/** Whether node_modules is missing, was not finished, or was made from another package-lock.json. */
export async function installNeeded(root) {
  if (!existsSync(installedBinary(root, 'node'))) return true;
  const stamp = await readStamp(join(root, 'node_modules', '.gen-lock'));
  return stamp !== (await fingerprint(root, ['package-lock.json']));
}

/**
 * The packages of package-lock.json, the pinned Node among them.
 *
 * `npm install`, not `npm ci`: both keep to the versions and hashes of the lock, but `ci` refuses a lock that lacks the optional
 * binaries of other platforms, and a lock lacks them when it was made where the registry does not offer them.
 */
export async function prepareInstall(root, say) {
  if (!(await installNeeded(root))) return;
  say('installing packages.');
  // The pinned Node is a development dependency: also where NODE_ENV says production.
  await run('npm', ['install', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env: machineEnvironment(root),
  });
  if (!existsSync(installedBinary(root, 'node'))) {
    throw new Error(
      'the pinned Node did not install: its install script was not run. Allow it (npm config set ignore-scripts false) and try again.',
    );
  }
  await writeFile(join(root, 'node_modules', '.gen-lock'), await fingerprint(root, ['package-lock.json']));
}
