import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RelayFigures } from './relay-probe.ts';

/** What a relay uses, in memory and on its disk. */
export interface RelaySample extends RelayFigures {
  /** Files of its folder, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** Bytes of SQLite's write-ahead logs. */
  readonly log: number;
}

/** A relay as `npm start` runs it, in a process of its own that can be asked what it uses. */
export interface WatchedRelay {
  readonly address: string;
  isAlive(): boolean;
  sample(): Promise<RelaySample>;
  /** SIGTERM, and its folder removed. @returns the exit code. */
  close(): Promise<number | null>;
}

const PROBE = fileURLToPath(new URL('./relay-probe.ts', import.meta.url));
const ARGUMENTS = [
  '--disable-warning=TimeoutNegativeWarning',
  '--max-semi-space-size=8',
  '--expose-gc',
  '--import',
  PROBE,
  'src/relay/main.ts',
  '--no-samples',
];

function onDisk(folder: string): Pick<RelaySample, 'files' | 'bytes' | 'log'> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  let [bytes, log] = [0, 0];
  for (const { parentPath, name } of files) {
    // A file may have gone since it was listed.
    const size = statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0;
    bytes += size;
    if (name.endsWith('-wal')) log += size;
  }
  return { files: files.length, bytes, log };
}

export async function watchedRelay(): Promise<WatchedRelay> {
  const folder = await mkdtemp(join(tmpdir(), 'gen-soak-'));
  const env = {
    ...process.env,
    PORT: '0',
    HOST: '127.0.0.1',
    GEN_REGISTRY_DATA: folder,
    GEN_REGISTRY_LOG: 'error',
  };
  const child = spawn(process.execPath, ARGUMENTS, { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const address = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (data: Buffer) => {
      printed += data.toString();
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then((code) => reject(new Error(`the relay ended with ${String(code)}: ${printed}`)));
  });
  return {
    address,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async sample() {
      const answer = once(child, 'message');
      child.send('figures');
      const [figures] = (await answer) as [RelayFigures];
      return { ...figures, ...onDisk(folder) };
    },
    async close() {
      child.kill('SIGTERM');
      const code = await ended;
      await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}
