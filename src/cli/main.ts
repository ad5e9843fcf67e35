import { hashStreamsBy } from '../core/hash.ts';
import { nodeStreamHash } from '../adapters/node/node-sha256.ts';
import { furtherRelay, openHome, relayAt } from './node-device.ts';
import { run } from './run.ts';
import { processTerminal } from './terminal.ts';

hashStreamsBy(nodeStreamHash);

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Who asks twice does not want to wait; what is stored is stored.
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
  });
}

// A reader such as `head` that has seen enough is no failure.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => process.exit(fault.code === 'EPIPE' ? 0 : 1));

// npm runs scripts in the project's folder; files are meant from where the person stands.
const { npm_lifecycle_event: script, INIT_CWD: from } = process.env;
if (script === 'gen' && from !== undefined) process.chdir(from);

const code = await run(process.argv.slice(2), {
  environment: process.env,
  terminal: processTerminal(stopping.signal),
  stdout: (line) => process.stdout.write(`${line}\n`),
  stderr: (line) => process.stderr.write(`${line}\n`),
  signal: stopping.signal,
  openHome,
  relayAt,
  furtherRelay,
});

// A relay's libraries leave timers behind; everything of ours is closed and only has to be written out.
await Promise.all(
  [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
);
process.exit(code);
