import { toGenError } from '../core/errors.ts';
import { readConfig } from './config.ts';
import { liveDocuments } from './live-documents.ts';
import { publishSamples } from './publish-samples.ts';
import type { RunningRelay } from './relay-hooks.ts';
import { rootKeyAdvice } from './root-key-advice.ts';
import { startRelay } from './start-relay.ts';

/** A starter catalogue that cannot be published is a pity and no reason not to serve; the next start goes on. */
async function fill(relay: RunningRelay, folder: string): Promise<void> {
  try {
    await publishSamples(relay, folder);
  } catch (thrown) {
    const { code, reason, data } = toGenError(thrown);
    console.error(`The starter catalogue is incomplete: ${code} (${reason}) ${JSON.stringify(data)}`);
  }
}

async function main(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2));
  const relay = await startRelay(config, {
    openDocuments: liveDocuments,
    publishSamples: (started) => fill(started, config.data),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void relay.stop().then(() => process.exit(0)));
  if (relay.isNew) console.log(`${rootKeyAdvice(config.data)}\n`);
  console.log(`Gen Registry is at ${relay.address}`);
}

try {
  await main();
} catch (thrown) {
  const { code, reason, data } = toGenError(thrown);
  console.error(`The relay could not start: ${code} (${reason}) ${JSON.stringify(data)}`);
  process.exitCode = 1;
}
