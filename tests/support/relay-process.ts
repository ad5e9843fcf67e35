import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RelayProcess {
  readonly address: string;
  readonly folder: string;
  readonly child: ChildProcess;
  /** SIGKILL: nothing is flushed. */
  kill(): Promise<void>;
  /** SIGTERM. @returns the exit code. */
  stop(): Promise<number | null>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function ended(child: ChildProcess): Promise<number | null> {
  return child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', resolve));
}

/** The relay as `npm start` runs it, in a process of its own. */
export async function startRelayProcess(
  options: { folder?: string; port?: number; samples?: boolean; limits?: string } = {},
): Promise<RelayProcess> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'gen-relay-')));
  const port = options.port ?? (await freePort());
  const args = [
    '--disable-warning=TimeoutNegativeWarning',
    '--max-semi-space-size=8',
    'src/relay/main.ts',
    ...(options.samples === true ? [] : ['--no-samples']),
  ];
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    GEN_REGISTRY_DATA: folder,
    GEN_REGISTRY_LOG: 'error',
    ...(options.limits === undefined ? {} : { GEN_REGISTRY_LIMITS: options.limits }),
  };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const address = `http://127.0.0.1:${port}`;
  await new Promise<void>((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
      if (printed.includes(address)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the relay ended with ${String(code)}: ${printed}`)));
  });
  return {
    address,
    folder,
    child,
    async kill() {
      child.kill('SIGKILL');
      await ended(child);
    },
    async stop() {
      child.kill('SIGTERM');
      return ended(child);
    },
  };
}
