import { GenError, toGenError } from '../core/errors.ts';
import type { ModuleId, Version } from '../core/ids.ts';
import { requireInstallable } from '../core/resolve/installable.ts';
import type { Provider } from '../core/resolve/statements.ts';
import type { Candidate } from '../core/resolve/versions.ts';
import type { ModuleView, ReleaseView } from '../core/view/module-view.ts';
import type { PlannedRelease } from '../ports/sets.ts';
import type { Device } from './device.ts';
import { knownModule } from './known-records.ts';
import { requirePinnedOwner } from './pinned-owner.ts';

/** A release that a plan may choose. */
export interface ReleaseCandidate extends Candidate {
  readonly planned: PlannedRelease;
  /** A relay has receipted it, or it is installed, or a person asked for this very version. */
  readonly isConfirmed: boolean;
}

export interface CandidateOptions {
  /** What is installed or locked: chosen again even where nobody new would get it, and where nobody can be asked. */
  readonly held: ReadonlyMap<ModuleId, PlannedRelease>;
  /** Of these it is said anew what may be had: a held pre-release has to be asked for like any other. */
  readonly anew: ReadonlySet<ModuleId>;
  /** Versions that a person asked for by name: these need no receipt. */
  readonly named: ReadonlyMap<ModuleId, Version>;
  /** Whether releases without a receipt are chosen too. */
  readonly unconfirmed: boolean;
}

/** Why a module had less to choose from than it has: of this one nothing new may be had, or not now. */
export interface Fault {
  readonly id: ModuleId;
  readonly error: GenError;
}

export interface ReleaseCandidates {
  readonly provider: Provider;
  /** By id. */
  faults(): readonly Fault[];
}

export function plannedOf({ id, name }: ModuleView, release: ReleaseView): PlannedRelease {
  const { version, sha256, size, dependencies, conflicts, record, author } = release;
  return { id, name, version, sha256, size, dependencies, conflicts, record, author };
}

function candidate(planned: PlannedRelease, isConfirmed: boolean, isHeld = false): ReleaseCandidate {
  const { version, dependencies, conflicts } = planned;
  return { version, dependencies, conflicts, isHeld, planned, isConfirmed };
}

/** The releases of each module that a plan may choose from, as their signed records have them. */
export function releaseCandidates(
  device: Device,
  views: (id: ModuleId) => Promise<ModuleView | undefined>,
  { held, anew, named, unconfirmed }: CandidateOptions,
): ReleaseCandidates {
  const faults: Fault[] = [];
  const isConfirmed = (id: ModuleId, { version, receipts }: ReleaseView): boolean =>
    receipts.length > 0 || named.get(id) === version;

  /** @returns `undefined`: there is no such module. */
  async function offered(id: ModuleId): Promise<readonly ReleaseCandidate[] | undefined> {
    try {
      const view = await views(id);
      if (view === undefined) return undefined;
      await requirePinnedOwner(device, view);
      requireInstallable(view);
      return view.releases
        .filter(({ yanked, contradiction }) => yanked === undefined && !contradiction)
        .map((release) => candidate(plannedOf(view, release), isConfirmed(id, release)))
        .filter((release) => unconfirmed || release.isConfirmed);
    } catch (thrown) {
      const error = toGenError(thrown);
      if (error.code === 'Cancelled') throw error;
      faults.push({ id, error });
      return [];
    }
  }

  return {
    async provider(asked) {
      const id = asked as ModuleId;
      const kept = held.get(id);
      const found = await offered(id);
      if (kept === undefined) return found;
      return [
        candidate(kept, true, !anew.has(id)),
        ...(found ?? []).filter(({ version }) => version !== kept.version),
      ];
    },
    faults: () => faults.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** What this device, or its relay, knows of modules; each is asked about once. */
export function moduleViews(
  device: Device,
  signal?: AbortSignal,
): (id: ModuleId) => Promise<ModuleView | undefined> {
  const asked = new Map<ModuleId, Promise<ModuleView | undefined>>();
  return (id) => {
    const before = asked.get(id) ?? knownModule(device, id, signal);
    asked.set(id, before);
    return before;
  };
}
