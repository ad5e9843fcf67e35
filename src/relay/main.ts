import { toGenError } from '../core/errors.ts';
import { readConfig } from './config.ts';
import { liveDocuments } from './live-documents.ts';
import { offerSamples } from './publish-samples.ts';
import { rootKeyAdvice } from './root-key-advice.ts';
import { startRelay } from './start-relay.ts';
import { stopOnSignals } from './stop-on-signals.ts';

async function main(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2));
  const ending = new AbortController();
  const starting = startRelay(config, { openDocuments: liveDocuments });
  async function stop(): Promise<void> {
    ending.abort();
    await (await starting).stop();
  }
  stopOnSignals(process, stop, (sentence) => console.error(sentence));
  const relay = await starting;
  if (relay.isNew) console.log(`${rootKeyAdvice(config.data)}\n`);
  if (config.samples)
    await offerSamples(relay, config.data, ending.signal, (sentence) => console.error(sentence));
  if (!ending.signal.aborted) console.log(`Gen Registry is at ${relay.address}`);
}

try {
  await main();
} catch (thrown) {
  const { code, reason, data } = toGenError(thrown);
  console.error(`The relay could not start: ${code} (${reason}) ${JSON.stringify(data)}`);
  // What a failed start leaves open must not keep the process.
  process.exit(1);
}
