import * as Automerge from '@automerge/automerge/slim';
import { z } from 'zod';
import { GenError } from '../core/errors.ts';
import { memberIdOf } from '../core/record/record.ts';
import { RECORDS_OBJECT } from './genesis.ts';

/** One change, reduced to what it adds. */
export interface Addition {
  readonly hash: string;
  readonly deps: readonly string[];
  readonly actor: string;
  /** Counts an actor's changes from 1. */
  readonly seq: number;
  /** Numbers of its first and its last operation. */
  readonly startOp: number;
  readonly maxOp: number;
  /** Encoded members, in the order of the operations. */
  readonly members: readonly Uint8Array<ArrayBuffer>[];
}

const operation = z.strictObject({
  action: z.literal('set'),
  obj: z.literal(RECORDS_OBJECT),
  key: z.string(),
  value: z.union([z.array(z.number()), z.instanceof(Uint8Array)]),
  datatype: z.literal('bytes').optional(),
  // Two peers that add the same record apart make one key. Nothing is overwritten, and Automerge 3.5 gives up over a
  // document with an operation that says to follow one it does not.
  pred: z.tuple([]),
});

/** Far above any honest count, and far below where operation counters overflow. */
const counter = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31);

const facts = z.strictObject({
  hash: z.string(),
  deps: z.array(z.string()).max(256),
  actor: z.string().regex(/^[0-9a-f]{32}$/),
  seq: counter,
  startOp: counter,
  time: z.number(),
  message: z.null(),
  author: z.null().optional(),
});

const change = z.strictObject({ ...facts.shape, ops: z.array(operation).min(1) });
const history = z.array(z.strictObject({ ...facts.shape, maxOp: counter }));

/** What Automerge knows of a change without its operations. */
export type ChangeFacts = z.infer<typeof history>[number];

/** All that `additionOf` asks of a change but its operations. @throws GenError PermissionDenied `operation` */
export function changeFacts(metadata: unknown): readonly ChangeFacts[] {
  const parsed = history.safeParse(metadata);
  if (!parsed.success || parsed.data.some(({ startOp, maxOp }) => maxOp < startOp)) {
    throw new GenError('PermissionDenied', 'operation');
  }
  return parsed.data;
}

function decode(bytes: Uint8Array): unknown {
  try {
    return Automerge.decodeChange(bytes);
  } catch (cause) {
    throw new GenError('InvalidInput', 'change', {}, cause);
  }
}

/** Hash of a change without looking at its operations. @throws GenError InvalidInput `change` */
export function changeHash(decoded: unknown): string {
  const parsed = z.looseObject({ hash: z.string() }).safeParse(decoded);
  if (!parsed.success) throw new GenError('InvalidInput', 'change');
  return parsed.data.hash;
}

export function decodeChange(bytes: Uint8Array): unknown {
  return decode(bytes);
}

/**
 * Judges operations, not merged state: state hides what was written and undone, and the losers of a race.
 *
 * @throws GenError PermissionDenied `operation` for anything but adding a member under its own id.
 */
export function additionOf(decoded: unknown): Addition {
  const parsed = change.safeParse(decoded);
  if (!parsed.success) throw new GenError('PermissionDenied', 'operation');
  const { hash, deps, actor, seq, startOp, ops } = parsed.data;
  const members = ops.map(({ key, value }) => {
    const bytes = Uint8Array.from(value);
    if (memberIdOf(bytes) !== key)
      throw new GenError('PermissionDenied', 'operation', { key: key.slice(0, 64) });
    return bytes;
  });
  return { hash, deps, actor, seq, startOp, maxOp: startOp + ops.length - 1, members };
}
