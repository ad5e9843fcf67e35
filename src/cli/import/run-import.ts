import type { GenError } from '../../core/errors.ts';
import type { Micros, ModuleId } from '../../core/ids.ts';
import { atOnce } from './at-once.ts';
import { claimedNames } from './claimed-names.ts';
import { firstOf } from './first-of.ts';
import type { ImportedModule, Skipped } from './imported-module.ts';
import type { ImportPlace } from './import-publisher.ts';
import type { ImportState } from './import-state.ts';
import { hasLost } from './lost-modules.ts';
import type { Patience } from './patiently.ts';
import { publishBatch, type Outcome } from './publish-batch.ts';
import type { ReadCatalogue } from './read-modules.ts';

export interface Refused {
  readonly id: ModuleId;
  readonly code: string;
  readonly reason: string | undefined;
}

export interface ImportTally {
  /** Published by this run, with how many releases. */
  readonly modules: number;
  readonly releases: number;
  /** What stood already, with all its releases. */
  readonly unchanged: number;
  /** The first ones. */
  readonly refused: readonly Refused[];
  readonly refusedCount: number;
  /** Modules that had been finished and were looked at again, as the relay had lost some of them. */
  readonly lookedAtAgain: number;
}

export interface ImportRun {
  readonly catalogue: ReadCatalogue;
  readonly place: ImportPlace;
  readonly state: ImportState;
  readonly patience: Patience;
  readonly clock: () => Micros;
  skip(what: Skipped): void;
  /** Told after each batch, and at the end. @param done modules, what stood before among them. */
  onProgress(done: number): void;
}

/** Of what is refused or left out, so many are told; the others are counted. */
export const MOST_TOLD = 500;
/** Of what stands already, after so many the progress is told. */
const SAID_EVERY = 1000;
/** Releases of one batch: binaries that a relay examines while it waits for their records. */
const BATCH_RELEASES = 60;
const BATCH_MODULES = 40;
/** While one is signed another one is judged. */
const BATCHES_AT_ONCE = 3;
const UPLOADS_AT_ONCE = 24;

function isFinished({ id, drafts }: ImportedModule, state: ImportState): boolean {
  const there = state.finished(id);
  return there !== undefined && drafts.every(({ version }) => there.has(version));
}

/**
 * Publishes what of a catalogue does not stand yet.
 *
 * @throws GenError Network … | Cancelled; the next run goes on.
 */
export async function runImport(run: ImportRun): Promise<ImportTally> {
  const { catalogue, place, state, patience, clock } = run;
  const refused = firstOf<Refused>(MOST_TOLD);
  let [modules, releases, unchanged, done] = [0, 0, 0, 0];
  const parts = {
    place,
    state,
    patience,
    clock,
    names: claimedNames(place, patience, clock),
    isImported: (id: ModuleId) => catalogue.isNamed(id),
    upload: atOnce(UPLOADS_AT_ONCE),
    skip: (what: Skipped) => run.skip(what),
  };

  function refuse(id: ModuleId, { code, reason }: GenError): void {
    refused.add({ id, code, reason });
  }

  function tally(outcomes: readonly Outcome[], size: number): void {
    for (const outcome of outcomes) {
      if ('error' in outcome) refuse(outcome.id, outcome.error);
      else if (outcome.releases === 0) unchanged += 1;
      else {
        modules += 1;
        releases += outcome.releases;
      }
    }
    done += size;
    run.onProgress(done);
  }

  const isBehind = await hasLost(state.finishedModules(), place.records, patience);
  const lookedAtAgain = isBehind ? await state.forgetFinished() : 0;
  const underway = new Set<Promise<void>>();
  let fault: unknown;

  async function start(batch: readonly ImportedModule[]): Promise<void> {
    if (batch.length === 0) return;
    const working: Promise<void> = publishBatch(batch, parts)
      .then(
        (outcomes) => tally(outcomes, batch.length),
        (thrown: unknown) => (fault ??= thrown),
      )
      .then(() => void underway.delete(working));
    underway.add(working);
    if (underway.size >= BATCHES_AT_ONCE) await Promise.race(underway);
  }

  let batch: ImportedModule[] = [];
  let size = 0;
  try {
    for await (const module of catalogue.modules((what) => run.skip(what))) {
      if (fault !== undefined) break;
      if (module.drafts.length === 0 || isFinished(module, state)) {
        if (module.drafts.length > 0) unchanged += 1;
        done += 1;
        if (done % SAID_EVERY === 0) run.onProgress(done);
        continue;
      }
      batch.push(module);
      size += module.drafts.length;
      if (size < BATCH_RELEASES && batch.length < BATCH_MODULES) continue;
      await start(batch);
      batch = [];
      size = 0;
    }
    if (fault === undefined) await start(batch);
  } finally {
    // What is under way writes down what has become of it.
    await Promise.all(underway);
  }
  if (fault !== undefined) throw fault;
  run.onProgress(done);
  return { modules, releases, unchanged, refused: refused.kept, refusedCount: refused.count, lookedAtAgain };
}
