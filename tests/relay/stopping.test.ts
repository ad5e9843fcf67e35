import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { stopOnSignals } from '../../src/relay/stop-on-signals.ts';
import { emptyFolder } from './world.ts';

/** A process that is asked to end. */
function ended(stop: () => Promise<void>): Promise<{ code: number; said: string[] }> {
  const said: string[] = [];
  return new Promise((resolve) => {
    const signals = new EventEmitter();
    const signalled = {
      once: (signal: string, heard: () => void) => signals.once(signal, heard),
      exit: (code: number) => resolve({ code, said }),
    };
    stopOnSignals(signalled, stop, (sentence) => said.push(sentence));
    signals.emit('SIGTERM');
  });
}

test('a stop in good order ends with 0, one that fails with 1 and a sentence', async () => {
  expect(await ended(() => Promise.resolve())).toEqual({ code: 0, said: [] });
  expect(await ended(() => Promise.reject(new GenError('Storage', 'disk-full')))).toEqual({
    code: 1,
    said: ['The relay could not stop in good order: Storage (disk-full) {}'],
  });
});

test('a relay that is asked to end while it publishes its starter catalogue ends in good order', async () => {
  const env = {
    ...process.env,
    PORT: '0',
    HOST: '127.0.0.1',
    GEN_REGISTRY_DATA: await emptyFolder(),
    GEN_REGISTRY_LOG: 'error',
  };
  const child = spawn(process.execPath, ['src/relay/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const advised = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        printed += data.toString();
        if (printed.includes('A root key was made')) resolve();
      });
    }
  });
  // The advice is printed when the relay listens, before the first sample is read.
  await advised;
  child.kill('SIGTERM');

  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(printed).not.toContain('Gen Registry is at');
  expect(printed).not.toContain('could not');
});
