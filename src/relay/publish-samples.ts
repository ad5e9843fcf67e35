import { join } from 'node:path';
import { httpRelay } from '../adapters/http/http-relay.ts';
import { memoryLocks } from '../adapters/memory/memory-locks.ts';
import { memoryTables } from '../adapters/memory/memory-tables.ts';
import { fileIdentity } from '../adapters/node/file-identity.ts';
import { openValidatorProcesses } from '../adapters/node/validator-processes.ts';
import { wallClock, type Device } from '../app/device.ts';
import { drain } from '../app/drain.ts';
import { httpSource } from '../app/http-source.ts';
import { publish } from '../app/publish.ts';
import { fromHex } from '../core/bytes.ts';
import { fromPlainError, GenError, toGenError } from '../core/errors.ts';
import { parseModuleId, parsePublicKey, type ModuleId } from '../core/ids.ts';
import { catalogDocument, FIRST_EPOCH, moduleDocument } from '../core/record/document.ts';
import { decodeMember } from '../core/record/member.ts';
import { orderOf } from '../core/resolve/cycles.ts';
import { readCard } from '../core/view/fold-cards.ts';
import type { Validator } from '../ports/validator.ts';
import type { RunningRelay } from './relay-hooks.ts';
import { SAMPLES } from './samples/catalogue.ts';
import { readSample } from './samples/read-sample.ts';
import type { Sample } from './samples/sample.ts';

const MAX_SAMPLE = 32 * 1024 * 1024;

function sampleDevice(relay: RunningRelay, folder: string): Device {
  const tables = memoryTables();
  const identity = fileIdentity({ path: join(folder, 'samples-identity.json'), clock: wallClock });
  const client = httpRelay({ base: relay.address, signer: () => identity.signer(), clock: wallClock });
  const namespace = parsePublicKey(fromHex(relay.facts.namespace));
  return {
    namespace,
    tables,
    relay: client,
    identity,
    records: httpSource({ tables, relay: client, namespace }),
    locks: memoryLocks(),
    clock: wallClock,
    announce: () => undefined,
  };
}

async function publishSample(
  device: Device,
  validator: Validator,
  sample: Sample,
  signal: AbortSignal,
): Promise<void> {
  const { bytes, version, licence, author, homepage, repository, readme } = await readSample(sample);
  const content = Uint8Array.from(bytes);
  const draft = {
    id: sample.id,
    name: sample.name,
    description: sample.description,
    version,
    tags: sample.tags,
    licence,
    type: sample.type,
    readme,
    changelog: '',
    author,
    homepage: homepage ?? '',
    repository: repository ?? '',
    dependencies: sample.dependencies ?? [],
  };
  // It may be moved away, and `content` is stored.
  const copy = Uint8Array.from(bytes).buffer;
  const report = await validator.validate(copy, { maxSize: MAX_SAMPLE, signal });
  await publish(device, draft, { content, report });
  const patience = AbortSignal.any([signal, AbortSignal.timeout(60_000)]);
  const [job] = await drain(device, { due: 'all', finish: undefined, signal: patience });
  if (job?.state !== 'receipted')
    throw job?.error === undefined ? new Error(sample.id) : fromPlainError(job.error);
}

/** Whether nobody but the samples' publisher has a module here: a start that was cut off goes on. */
function isOnlySamples(relay: RunningRelay): boolean {
  if (relay.journal.moduleCount() > SAMPLES.length) return false;
  const ids = new Set<string>(SAMPLES.map(({ id }) => moduleDocument(parseModuleId(id))));
  return relay.journal.documents().every((path) => !path.startsWith('module/') || ids.has(path));
}

/** Dependencies stand before what needs them: a relay refuses a release whose dependencies it does not know. */
function missingInOrder(relay: RunningRelay): readonly Sample[] {
  const byId = new Map(SAMPLES.map((sample) => [sample.id, sample]));
  const graph = new Map(
    SAMPLES.map(({ id, dependencies = [] }) => [id, dependencies.map((needed) => needed.id)]),
  );
  return orderOf(graph)
    .filter((id) => !isListed(relay, parseModuleId(id)))
    .flatMap((id) => byId.get(id) ?? []);
}

/** The card comes last in a publish: where it stands, everything else does. */
function isListed(relay: RunningRelay, id: ModuleId): boolean {
  return relay.journal
    .members(catalogDocument(id, FIRST_EPOCH))
    .map(decodeMember)
    .some((member) => member.member === 'record' && readCard(member)?.id === id);
}

/**
 * The starter catalogue: real modules of npm packages, published over HTTP like anybody's, with a key made for
 * it. Into a relay that holds other people's modules nothing is put.
 *
 * @param folder where that key is kept.
 * @throws GenError, Cancelled when the signal aborts; the next call goes on.
 */
async function publishSamples(
  relay: RunningRelay,
  folder: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const missing = isOnlySamples(relay) ? missingInOrder(relay) : [];
  if (missing.length === 0) return;
  const device = sampleDevice(relay, folder);
  const validator = openValidatorProcesses({ size: 1 });
  try {
    for (const sample of missing) {
      if (signal.aborted) throw new GenError('Cancelled', 'aborted');
      await publishSample(device, validator, sample, signal);
    }
  } finally {
    validator.close();
  }
}

/** A starter catalogue that cannot be published is a pity and no reason not to serve; the next start goes on. */
export async function offerSamples(
  relay: RunningRelay,
  folder: string,
  signal: AbortSignal,
  say: (sentence: string) => void,
): Promise<void> {
  try {
    await publishSamples(relay, folder, signal);
  } catch (thrown) {
    if (signal.aborted) return;
    const { code, reason, data } = toGenError(thrown);
    say(`The starter catalogue is incomplete: ${code} (${reason}) ${JSON.stringify(data)}`);
  }
}
