import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

/**
 * Runs a command to its end, its output on our stderr.
 *
 * @throws Error a sentence with the command and its exit code.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', process.stderr, process.stderr],
      shell: process.platform === 'win32' && !command.endsWith('.exe'),
      ...options,
    });
    child.once('error', (error) => reject(new Error(`${command} does not start: ${error.message}`)));
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${[command, ...args].join(' ')} ended with ${signal ?? `exit code ${code}`}.`));
    });
  });
}

/** The environment without this project's own `node_modules/.bin`: an install must not run on what it replaces. */
export function machineEnvironment(root, environment = process.env) {
  const own = join(root, 'node_modules');
  const paths = (environment.PATH ?? '').split(delimiter).filter((path) => !path.startsWith(own));
  return { ...environment, PATH: paths.join(delimiter) };
}

/** Path of the pinned Node, and of the tools beside it. */
export function installedBinary(root, name) {
  return join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}
