import { GenError } from '../core/errors.ts';
import type { Micros, ModuleId, NamespaceId, Sha256 } from '../core/ids.ts';
import { moduleDocument, type DocumentPath } from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import { grantOf } from '../core/view/grants.ts';
import type { RecordSet } from '../core/view/record-set.ts';
import type { ClaimPolicy } from './config.ts';
import type { RelayKey } from './keys.ts';

/** What a verdict on a record may depend on: everything that the relay holds, and its clock. */
export interface World {
  readonly namespace: NamespaceId;
  readonly now: Micros;
  readonly claims: ClaimPolicy;
  readonly naming: RelayKey;
  readonly maxReview: number;
  set(document: DocumentPath): RecordSet;
  /** Bytes of a blob that the relay holds. */
  blobSize(sha256: Sha256): number | undefined;
}

/** What taking a record entails. */
export interface Acceptance {
  /** Members that the relay makes in answer, for the same document. */
  readonly made: readonly Member[];
  /** Members for the answer that are there already. */
  readonly recalled: readonly Member[];
}

export const TAKEN: Acceptance = { made: [], recalled: [] };

export function hasGrant(world: World, id: ModuleId): boolean {
  return grantOf(world.set(moduleDocument(id)), id, world.namespace) !== undefined;
}

/** @throws GenError InvalidState `blob-missing` | InvalidInput `blob-size` */
export function requireBlob(world: World, sha256: Sha256, fits: (size: number) => boolean): void {
  const size = world.blobSize(sha256);
  if (size === undefined) throw new GenError('InvalidState', 'blob-missing', { sha256 });
  if (!fits(size)) throw new GenError('InvalidInput', 'blob-size', { sha256, size });
}
