import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { admittedMembers } from '../../../app/admitted.ts';
import { wallClock, type Device } from '../../../app/device.ts';
import { equalBytes, toHex } from '../../../core/bytes.ts';
import { GenError } from '../../../core/errors.ts';
import type { NamespaceId } from '../../../core/ids.ts';
import type { CapabilityMember } from '../../../core/record/member.ts';
import type { Signer } from '../../../ports/identity.ts';
import type { RecordSource } from '../../../ports/records.ts';
import { keepHandedOn, readHandedOn } from '../../../relay/handed-on.ts';
import { inviteTo, rootCapability } from '../../../relay/root-grants.ts';
import { openRootKey, ROOT_KEY_FILE } from '../../../relay/root-key.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit.ts';
import { firstOf } from '../../import/first-of.ts';
import type { Skipped } from '../../import/imported-module.ts';
import type { ImportPlace, ImportPublisher } from '../../import/import-publisher.ts';
import { importLines, shortSkip, type EndedImport } from '../../import/import-lines.ts';
import { openImportState } from '../../import/import-state.ts';
import { patienceUntil } from '../../import/patiently.ts';
import { readModules, type ReadCatalogue } from '../../import/read-modules.ts';
import { MOST_TOLD, runImport, type ImportTally } from '../../import/run-import.ts';
import { showProgress } from '../../import/show-progress.ts';
import { processLocks } from '../../process-locks.ts';
import { readPassphrase } from '../../questions.ts';
import { rootHome } from '../../root-home.ts';
import { sentenceFor } from '../../sentences.ts';
import { publisherKeys } from './publisher-keys.ts';

/** As given on the command line. */
interface ImportFlags {
  readonly namespaceKey?: string;
  readonly passphraseFile?: string;
  readonly prefix?: string;
  readonly publishers: number;
  readonly state?: string;
  readonly limit: number;
  readonly releases: number;
  readonly dryRun?: boolean;
}

interface ImportOptions extends ImportFlags {
  readonly prefix: string;
}

/** Made by the root once, and kept with what it handed on, so that it can be listed and ended. */
async function invitationsFor(
  root: Signer,
  { namespaceKey = '', prefix }: ImportOptions,
  signers: readonly Signer[],
  state: string,
): Promise<CapabilityMember[]> {
  const made = await Promise.all(
    signers.map(({ publicKey }) => inviteTo(root, prefix, publicKey, undefined)),
  );
  const folder = basename(namespaceKey) === ROOT_KEY_FILE ? dirname(resolve(namespaceKey)) : state;
  const known = new Set((await readHandedOn(folder)).entries.map(({ member }) => member.id));
  const fresh = made.filter(({ id }) => !known.has(id));
  if (fresh.length > 0) await keepHandedOn(folder, fresh, wallClock());
  return made;
}

/** The relay as somebody meets it. @throws GenError Network … when it does not answer */
async function deviceOf(
  context: Context,
  signer: Signer | undefined,
  reading?: CapabilityMember,
): Promise<Device> {
  const { device, online, problem } = await context.device(await rootHome(signer, reading));
  if (!online) throw problem ?? new GenError('Network', 'offline');
  return device;
}

/** As the relay has it now, kept nowhere: a catalogue is long. */
function recordsAt({ relay, namespace }: Device): RecordSource {
  return {
    async membersOf(path, signal) {
      const answer = await relay.document(path, undefined, signal);
      return answer === 'unchanged' ? [] : admittedMembers(namespace, answer.members, path);
    },
  };
}

/** @throws GenError InvalidInput `root-of-other` for the key of another registry. */
async function rootFor(
  context: Context,
  { namespaceKey, passphraseFile }: ImportOptions,
  namespace: NamespaceId,
): Promise<Signer | undefined> {
  if (namespaceKey === undefined) return undefined;
  const root = await openRootKey(namespaceKey, () => readPassphrase(context, passphraseFile, 'known'));
  if (!equalBytes(root.publicKey, namespace))
    throw new GenError('InvalidInput', 'root-of-other', { path: context.options.relay });
  return root;
}

async function openPlace(
  context: Context,
  options: ImportOptions,
  { namespace, state }: { readonly namespace: NamespaceId; readonly state: string },
): Promise<ImportPlace> {
  const root = await rootFor(context, options, namespace);
  const signers = await publisherKeys(state, options.publishers);
  const invitations = root === undefined ? [] : await invitationsFor(root, options, signers, state);
  const reading = root === undefined ? undefined : await rootCapability(root, 'read');
  const publishers = await Promise.all(
    signers.map(async (signer, index): Promise<ImportPublisher> => {
      const { relay } = await deviceOf(context, signer);
      return { signer, relay, invitation: invitations[index] };
    }),
  );
  return { namespace, publishers, records: recordsAt(await deviceOf(context, root, reading)) };
}

/** `data/opam.jsonl.gz` is `opam`. @throws GenError InvalidInput `usage` where its name is none that ids have. */
function prefixOf(file: string): string {
  const [name = ''] = basename(file).split('.');
  if (/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name)) return name;
  throw new GenError('InvalidInput', 'usage', { text: 'Name what the ids go below: --prefix NAMES.' });
}

/** What an import would publish into an empty registry. */
async function tryOut(catalogue: ReadCatalogue, skip: (what: Skipped) => void): Promise<ImportTally> {
  let [modules, releases] = [0, 0];
  for await (const { drafts } of catalogue.modules(skip)) {
    if (drafts.length > 0) modules += 1;
    releases += drafts.length;
  }
  return { modules, releases, unchanged: 0, refused: [], refusedCount: 0, lookedAtAgain: 0 };
}

async function publishAll(
  context: Context,
  catalogue: ReadCatalogue,
  options: ImportOptions,
  skip: (what: Skipped) => void,
): Promise<ImportTally> {
  const { out, signal, terminal } = context;
  const { namespace } = await deviceOf(context, undefined);
  const { data, quiet } = context.options;
  const folder = options.state ?? join(data, 'imports', toHex(namespace).slice(0, 16));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Two at a time would publish everything twice.
  return processLocks(folder, signal).exclusive('import', async () => {
    const place = await openPlace(context, options, { namespace, state: folder });
    const state = await openImportState(join(folder, `${options.prefix}.jsonl`));
    const progress = await showProgress({ terminal, out, quiet }, catalogue.count);
    const onWait = (error: GenError, ms: number): void =>
      out.note(`${sentenceFor(error.toJSON())} Going on in ${Math.ceil(ms / 1000)} s.`);
    try {
      return await runImport({
        catalogue,
        place,
        state,
        patience: patienceUntil(signal, onWait),
        clock: wallClock,
        skip,
        onProgress: (done) => progress.at(done),
      });
    } finally {
      progress.end();
      await state.close();
    }
  });
}

/**
 * `gen import`: publishes a catalogue of another registry as signed releases with binaries that stand in for what it has no
 * WebAssembly of.
 */
export async function importCatalogue(context: Context, file: string, flags: ImportFlags): Promise<ExitCode> {
  const { out, signal } = context;
  const options = { ...flags, prefix: flags.prefix ?? prefixOf(file) };
  const start = performance.now();
  const skipped = firstOf<Skipped>(MOST_TOLD);
  const skip = (what: Skipped): void => skipped.add(shortSkip(what));
  const catalogue = await readModules(file, options, signal, skip);
  const dryRun = options.dryRun === true;
  const tally = await (dryRun ? tryOut(catalogue, skip) : publishAll(context, catalogue, options, skip));
  const seconds = Math.round(performance.now() - start) / 1000;
  const ended: EndedImport = {
    dryRun,
    ...tally,
    skipped: skipped.kept,
    skippedCount: skipped.count,
    seconds,
  };
  out.result(ended, () => importLines(ended));
  return tally.refusedCount > 0 ? EXIT.failure : EXIT.ok;
}
