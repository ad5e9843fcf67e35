import { once } from 'node:events';
import { readConfig, type RelayConfig } from '../../../relay/config.ts';
import { liveDocuments } from '../../../relay/live-documents.ts';
import { offerSamples } from '../../../relay/publish-samples.ts';
import { delegateHeads } from '../../../relay/keys.ts';
import { decryptRootKey, encryptRootKey } from '../../../relay/root-key.ts';
import { rootKeyAdvice } from '../../../relay/root-key-advice.ts';
import { startRelay } from '../../../relay/start-relay.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit.ts';
import { readPassphrase } from '../../questions.ts';

interface RelayOptions {
  readonly port?: string;
  readonly host?: string;
  readonly samples?: boolean;
  readonly policy?: string;
  readonly private?: boolean;
  readonly maxModules?: string;
}

/** `gen relay`: a relay in this process, until it is asked to end. */
export async function relay(context: Context, options: RelayOptions): Promise<ExitCode> {
  const { out, signal } = context;
  const config = configOf(context, options);
  const started = await startRelay(config, { openDocuments: liveDocuments });
  try {
    if (config.samples) await offerSamples(started, config.data, signal, (sentence) => out.note(sentence));
    if (started.isNew) for (const line of rootKeyAdvice(config.data).split('\n')) out.note(line);
    const { address, facts, isNew } = started;
    out.result({ address, ...facts, data: config.data, isNew }, () => [`Gen Registry is at ${address}`]);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await started.stop();
  }
  return EXIT.ok;
}

/** `gen relay encrypt-root-key`: the root key, encrypted, to where it is kept; the plain one goes. */
export async function encryptRelayRootKey(
  context: Context,
  target: string,
  { passphraseFile }: { readonly passphraseFile?: string },
): Promise<ExitCode> {
  const { data } = configOf(context, {});
  await encryptRootKey(data, await readPassphrase(context, passphraseFile, 'new'), target);
  context.out.result({ file: target }, () => [`The root key is in ${target} now, encrypted`]);
  context.out.note('Take that file off this machine; the relay runs without it.');
  return EXIT.ok;
}

/** `gen relay delegate-heads`: for a folder that was made before there were signed heads, with the root key from its safe. */
export async function delegateRelayHeads(
  context: Context,
  file: string,
  { passphraseFile }: { readonly passphraseFile?: string },
): Promise<ExitCode> {
  const { data } = configOf(context, {});
  const root = await decryptRootKey(file, await readPassphrase(context, passphraseFile, 'known'));
  await delegateHeads(data, root);
  context.out.result({ data }, () => [`The relay in ${data} signs heads from its next start on`]);
  return EXIT.ok;
}

/** The relay's folder is `--data` or GEN_REGISTRY_DATA, never the one of this device. */
export function configOf(
  { options, environment }: Context,
  { port, host, samples, policy, private: isPrivate, maxModules }: RelayOptions,
): RelayConfig {
  const given = {
    GEN_REGISTRY_LOG: options.quiet ? 'silent' : 'warn',
    ...environment,
    ...(port === undefined ? {} : { PORT: port }),
    ...(host === undefined ? {} : { HOST: host }),
    ...(options.givenData === undefined ? {} : { GEN_REGISTRY_DATA: options.givenData }),
  };
  return readConfig(given, [
    ...(samples === false ? ['--no-samples'] : []),
    ...(policy === undefined ? [] : ['--policy', policy]),
    ...(isPrivate === true ? ['--private'] : []),
    ...(maxModules === undefined ? [] : ['--max-modules', maxModules]),
  ]);
}
