import { mayPass } from '../../app/jobs.ts';
import { postParts } from '../../app/post-parts.ts';
import { toBase64Url } from '../../core/bytes.ts';
import { fromPlainError, GenError, toGenError } from '../../core/errors.ts';
import { sha256 } from '../../core/hash.ts';
import type { Micros, ModuleId } from '../../core/ids.ts';
import type { GenRecord } from '../../core/record/record.ts';
import type { PostedRecord } from '../../ports/relay-client.ts';
import type { ClaimedName, ClaimedNames } from './claimed-names.ts';
import { grantedReleases } from './granted-releases.ts';
import type { ImportedModule, Skipped } from './imported-module.ts';
import type { ImportPlace, ImportPublisher } from './import-publisher.ts';
import type { ImportState } from './import-state.ts';
import { newModule, standingModule, type KnownModule } from './known-module.ts';
import { patiently } from './patiently.ts';
import { signModule, type SignedModule, type Uploads } from './signed-module.ts';
import { untilAnswered } from './until-answered.ts';

export interface BatchParts extends Uploads {
  readonly place: ImportPlace;
  readonly names: ClaimedNames;
  readonly state: ImportState;
  readonly clock: () => Micros;
  /** Whether a module is to be published by this import: its name is claimed before what needs it is released. */
  isImported(id: ModuleId): boolean;
  skip(what: Skipped): void;
}

/** What has become of one module. */
export type Outcome =
  | { readonly id: ModuleId; readonly releases: number }
  | { readonly id: ModuleId; readonly error: GenError };

/** Of what the relay refused, the reason that says most: it refuses what comes along with a refused release for that alone. */
function refusalIn(
  records: readonly GenRecord[],
  results: ReadonlyMap<string, PostedRecord>,
): GenError | undefined {
  const errors = records.flatMap(({ id }) => {
    const error = results.get(id)?.error;
    return error === undefined ? [] : [fromPlainError(error)];
  });
  return errors.find(({ reason }) => reason !== 'release-refused') ?? errors[0];
}

/** What says nothing of one module. A relay that cannot do something again and again may do it for the others. */
function endsRun(error: GenError): boolean {
  return error.code === 'Cancelled' || (mayPass(error) && error.code !== 'InvalidState');
}

/** Posts what is signed, and again what the relay had no room for; its records are the same each time. */
async function postSigned(
  signed: readonly SignedModule[],
  { place, patience }: BatchParts,
): Promise<Outcome[]> {
  const [{ relay }] = place.publishers as [ImportPublisher];
  const chains = new Map(signed.map(({ chain, records }) => [records[0]?.credential, chain]));
  const nothing = signed.filter(({ records }) => records.length === 0);
  const lost = new Set<SignedModule>();

  async function post(open: readonly SignedModule[]): Promise<Map<SignedModule, number | GenError>> {
    // A loss of power took them back, after the relay had said that it has them.
    await Promise.all([...lost].map(putAgain));
    lost.clear();
    const units = open.map(({ chain, records }) => [
      // One and the same object for all that share it: it is sent once.
      chains.get(records[0]?.credential) ?? chain,
      ...records.map(({ bytes }) => bytes),
    ]);
    const results = new Map<string, PostedRecord>();
    for (const part of postParts(units)) {
      const answer = await relay.post(part, patience.signal);
      for (const result of answer.results) results.set(result.id, result);
    }
    return new Map(
      open.map((module) => {
        const error = refusalIn(module.records, results);
        if (error?.reason === 'blob-missing') lost.add(module);
        return [module, error ?? module.releases];
      }),
    );
  }

  const posted = signed.filter(({ records }) => records.length > 0);
  const answered = await untilAnswered(posted, post, patience);
  return [
    ...nothing.map(({ id }): Outcome => ({ id, releases: 0 })),
    ...[...answered].map(([{ id }, said]): Outcome =>
      said instanceof GenError ? { id, error: said } : { id, releases: said },
    ),
  ];
}

/** What comes of it the relay says of the release. */
async function putAgain({ putBlobs }: SignedModule): Promise<void> {
  try {
    await putBlobs();
  } catch (thrown) {
    if (endsRun(toGenError(thrown))) throw thrown;
  }
}

/** What is going to be signed, in short. */
function contentOf({ drafts, exports }: ImportedModule): string {
  return toBase64Url(sha256(new TextEncoder().encode(JSON.stringify([drafts, exports]))).subarray(0, 12));
}

/** What a run before has left at the relay under another name of its content is looked at, not signed again. */
async function knownModule(
  module: ImportedModule,
  claimed: ClaimedName | GenError | undefined,
  { place, state, clock, patience }: BatchParts,
): Promise<KnownModule> {
  const { id } = module;
  if (claimed instanceof GenError) throw claimed;
  const begun = state.begun(id);
  const isSame = begun?.content === contentOf(module);
  if (claimed !== undefined && !claimed.wasOurs && begun !== undefined && isSame)
    return newModule(place, id, claimed, begun.at);
  return patiently(() => standingModule(place, id, clock(), patience.signal), patience);
}

/** What every further name would be refused for. */
function endsImport({ code, reason }: GenError): boolean {
  return (
    (code === 'QuotaExceeded' && reason === 'modules') || (code === 'PermissionDenied' && reason === 'policy')
  );
}

/** Names that must stand before the releases of a batch do: their own, and those that they need. */
function wantedNames(modules: readonly ImportedModule[], { state, isImported }: BatchParts): ModuleId[] {
  const needed = modules.flatMap(({ drafts }) =>
    drafts.flatMap(({ dependencies }) => dependencies.map(({ id }) => id as ModuleId)),
  );
  const wanted = new Set([...modules.map(({ id }) => id), ...needed.filter(isImported)]);
  return [...wanted].filter((id) => state.finished(id) === undefined);
}

/**
 * Publishes some modules: names, binaries, then all records of each in one POST.
 *
 * @returns of each that has something to publish.
 * @throws GenError Network … when the relay gives no answer; Cancelled. What a module is refused for is its outcome.
 */
export async function publishBatch(
  modules: readonly ImportedModule[],
  parts: BatchParts,
): Promise<readonly Outcome[]> {
  const { names, state, clock } = parts;
  const wanted = wantedNames(modules, parts);
  const contents = modules.map((module) => [module.id, contentOf(module)] as const);
  await state.begin(new Map([...wanted.map((id) => [id, ''] as const), ...contents]), clock());
  const claimed = await names.claim(new Map(wanted.map((id) => [id, state.begun(id)?.at ?? clock()])));
  const end = [...claimed.values()].find((one) => one instanceof GenError && endsImport(one));
  if (end instanceof GenError) throw end;
  const isRefused = (id: ModuleId): boolean => claimed.get(id) instanceof GenError;
  const granted = modules.map((module) =>
    isRefused(module.id) ? module : grantedReleases(module, claimed, parts.skip),
  );
  await state.begunInPart(granted.filter((one, at) => one !== modules[at]).map(({ id }) => id));
  const refused: Outcome[] = [];
  const signed: SignedModule[] = [];
  await Promise.all(
    granted
      .filter(({ drafts }) => drafts.length > 0)
      .map(async (module) => {
        try {
          const known = await knownModule(module, claimed.get(module.id), parts);
          signed.push(await signModule(module, known, parts));
        } catch (thrown) {
          const error = toGenError(thrown);
          if (endsRun(error)) throw error;
          refused.push({ id: module.id, error });
        }
      }),
  );
  const outcomes = await postSigned(signed, parts);
  const taken = new Set(outcomes.filter((one) => 'releases' in one).map(({ id }) => id));
  const stands = granted.filter(({ id }) => taken.has(id));
  await state.finish(new Map(stands.map(({ id, drafts }) => [id, drafts.map(({ version }) => version)])));
  for (const { id } of stands) names.forget(id);
  return [...refused, ...outcomes];
}
