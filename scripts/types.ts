/**
 * Type check of every folder with its own tsconfig: what a folder may see (DOM, Node, neither) is set there, so one check
 * for all would prove less. Fails also for a source file that no tsconfig covers.
 */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = dirname(import.meta.dirname);

function projects(): string[] {
  return globSync(['src/**/tsconfig.json', 'tests/tsconfig.json'], { cwd: ROOT }).toSorted();
}

function uncovered(folders: readonly string[]): string[] {
  return globSync('src/**/*.{ts,tsx}', { cwd: ROOT }).filter(
    (file) => !folders.some((folder) => file.startsWith(`${folder}/`)),
  );
}

function check(project: string): Promise<{ project: string; failed: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const child = spawn(process.execPath, [tsc, '--noEmit', '-p', project], { cwd: ROOT });
    let output = '';
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    child.stderr.on('data', (part: Buffer) => (output += part.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ project, failed: code !== 0, output }));
  });
}

const queue = projects();
const files = uncovered(queue.map((project) => dirname(project)));
for (const file of files) console.error(`${file}: no tsconfig.json covers it.`);
if (files.length > 0) process.exitCode = 1;

async function worker(): Promise<void> {
  for (let project = queue.shift(); project !== undefined; project = queue.shift()) {
    const { failed, output } = await check(project);
    if (!failed) continue;
    console.error(`${project}\n${output}`);
    process.exitCode = 1;
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, worker));
