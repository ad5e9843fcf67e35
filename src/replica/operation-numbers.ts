import { GenError } from '../core/errors.ts';
import { GENESIS_HASH } from './genesis.ts';

/** Where a change stands among the operations of its document. */
interface OperationRange {
  readonly hash: string;
  readonly deps: readonly string[];
  readonly startOp: number;
  readonly maxOp: number;
}

/**
 * Operations are numbered on from the highest in the past of their change. A number out of this order is legal to
 * Automerge, and spoils the document: too high, and nobody can count on from it; too low, and it is saved but not read.
 *
 * @param maxOpOf highest operation of a change that is known; `undefined` for any other.
 * @throws GenError PermissionDenied `operation-number`
 */
export function requireNextNumber(
  { hash, deps, startOp }: Omit<OperationRange, 'maxOp'>,
  maxOpOf: (hash: string) => number | undefined,
): void {
  // Each of them stands above its own past.
  const last = deps.reduce((most, hash) => Math.max(most, maxOpOf(hash) ?? Number.NaN), 0);
  const isFounded = deps.length > 0 || hash === GENESIS_HASH;
  if (!isFounded || startOp !== last + 1) throw new GenError('PermissionDenied', 'operation-number');
}

/** A whole history, in any order. @throws GenError PermissionDenied `operation-number` */
export function requireNumbers(changes: readonly OperationRange[]): void {
  const maxOps = new Map(changes.map(({ hash, maxOp }) => [hash, maxOp]));
  for (const change of changes) requireNextNumber(change, (hash) => maxOps.get(hash));
}
