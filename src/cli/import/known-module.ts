import { nextTimestamp } from '../../app/known-records.ts';
import type { ReleaseContext } from '../../app/release-records.ts';
import { GenError } from '../../core/errors.ts';
import type { Micros, ModuleId } from '../../core/ids.ts';
import { capabilityMember } from '../../core/record/member.ts';
import { moduleView } from '../../core/view/fold-module.ts';
import { moduleRecords } from '../../core/view/module-records.ts';
import { precedence } from '../../core/view/releases.ts';
import { publisherOf, type ImportPlace, type ImportPublisher } from './import-publisher.ts';
import type { ClaimedName } from './claimed-names.ts';
import { ownName } from './own-name.ts';

/** What a module's releases are signed by, and what is there of them already. */
export interface KnownModule {
  readonly publisher: ImportPublisher;
  readonly context: ReleaseContext;
  /** The permission as it travels. */
  readonly chain: Uint8Array<ArrayBuffer>;
  has(version: string): boolean;
}

/** Of a name that was just granted: nothing is below it. */
export function newModule(
  place: ImportPlace,
  id: ModuleId,
  name: ClaimedName,
  claimedAt: Micros,
): KnownModule {
  const publisher = publisherOf(place, id);
  const { signer } = publisher;
  return {
    publisher,
    chain: name.bytes,
    has: () => false,
    context: {
      namespace: place.namespace,
      standing: new Map(),
      permission: name,
      view: undefined,
      owner: signer.did,
      signer,
      // As what was begun before: behind the claim, and the same each time.
      timestamp: (claimedAt + 1) as Micros,
    },
  };
}

/** Of a name that was granted before: as the relay has it. @throws GenError AlreadyExists `name-taken` | PermissionDenied … */
export async function standingModule(
  place: ImportPlace,
  id: ModuleId,
  now: Micros,
  signal: AbortSignal,
): Promise<KnownModule> {
  const own = await ownName(place, id, now, signal);
  if (own === undefined) throw new GenError('AlreadyExists', 'name-taken', { id });
  const { publisher, set, grant, standing, permission } = own;
  const view = moduleView(set, id, place.namespace, now);
  const there = [...(view?.releases ?? []), ...(view?.fallen ?? [])];
  const versions = new Set(there.map(({ version }) => precedence(version)));
  return {
    publisher,
    chain: capabilityMember(permission.capability).bytes,
    has: (version) => versions.has(precedence(version)),
    context: {
      namespace: place.namespace,
      standing: moduleRecords(set, id, grant, standing).standing,
      permission,
      view,
      owner: grant.to,
      signer: publisher.signer,
      timestamp: nextTimestamp(set, now),
    },
  };
}
