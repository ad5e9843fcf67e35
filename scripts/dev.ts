/**
 * Development: the relay with `--dev`, and Vite's server, which hands it the relay's paths (`vite.config.ts`).
 * When one of them ends, or at Ctrl-C, the other one is stopped too.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';

const ROOT = dirname(import.meta.dirname);

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
}

const children = [
  start(join('src', 'relay', 'main.ts'), '--dev', ...process.argv.slice(2)),
  start(join('node_modules', 'vite', 'bin', 'vite.js')),
];

/** Ctrl-C reaches the children by itself; they get the time to flush, and we end after them. */
function stop(signal: NodeJS.Signals): void {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  }
}

process.on('SIGINT', () => stop('SIGTERM'));
process.on('SIGTERM', () => stop('SIGTERM'));
for (const child of children) {
  child.once('exit', (code) => {
    process.exitCode ??= code ?? 0;
    stop('SIGTERM');
  });
}
