import type { ModuleId, NamespaceId, Sha256 } from '../../core/ids.ts';
import { AUTHORITY, moduleDocument } from '../../core/record/document.ts';
import { decodeMember } from '../../core/record/member.ts';
import { moduleView } from '../../core/view/fold-module.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../journal.ts';
import { extended, type RecordSets } from '../record-sets.ts';

/** The binaries of a module's releases that stand. */
export type StandingReleases = (module: ModuleId) => ReadonlySet<Sha256>;

const KEPT_MODULES = 500;

/** Folded anew only where the module's document or the authority's has grown. */
export function standingReleases({
  journal,
  sets,
  namespace,
  clock,
}: {
  readonly journal: Pick<Journal, 'version' | 'members'>;
  /** The authority's document, decoded. */
  readonly sets: RecordSets;
  readonly namespace: NamespaceId;
  readonly clock: Clock;
}): StandingReleases {
  const kept = new Map<ModuleId, { readonly by: string; readonly blobs: ReadonlySet<Sha256> }>();
  return (module) => {
    const document = moduleDocument(module);
    const by = `${journal.version(document)} ${journal.version(AUTHORITY)}`;
    const known = kept.get(module);
    if (known?.by === by) return known.blobs;
    const set = extended(sets.of(AUTHORITY), journal.members(document).map(decodeMember));
    const view = moduleView(set, module, namespace, clock());
    const blobs = new Set((view?.releases ?? []).map(({ sha256 }) => sha256));
    kept.delete(module);
    kept.set(module, { by, blobs });
    const [oldest] = kept.keys();
    if (kept.size > KEPT_MODULES && oldest !== undefined) kept.delete(oldest);
    return blobs;
  };
}
