import { fromPlainError, GenError } from '../core/errors.ts';
import type { Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import { receiptsOf } from '../core/view/receipts.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { PostAnswer } from '../ports/relay-client.ts';
import type { OutboxRow } from '../ports/tables.ts';
import { admittedMembers } from './admitted.ts';
import type { Device } from './device.ts';

/** What a post has come to. */
export interface Verdict {
  readonly receipted: ReadonlySet<string>;
  /** Why something was refused: the first reason. */
  readonly error: GenError | undefined;
  /** Grants, receipts and their chains, admitted. */
  readonly members: readonly Member[];
}

/**
 * Believes "receipted" only with a notary's signed receipt for the very record.
 *
 * @throws GenError Network `nonsense` when the relay says nothing of a row, or claims what it does not show.
 */
export async function judgeAnswer(
  { namespace }: Pick<Device, 'namespace'>,
  rows: readonly OutboxRow[],
  answer: PostAnswer,
): Promise<Verdict> {
  const members = await admittedMembers(namespace, answer.members);
  const receipts = receiptsOf(recordSet(members));
  const receipted = new Set<string>();
  let error: GenError | undefined;
  for (const { id } of rows) {
    const result = answer.results.find((one) => one.id === id);
    if (result === undefined) throw new GenError('Network', 'nonsense', { where: 'results', record: id });
    if (result.state === 'receipted') {
      if (!receipts.has(id as MemberId))
        throw new GenError('Network', 'nonsense', { where: 'receipt', record: id });
      receipted.add(id);
      continue;
    }
    error ??= fromPlainError(result.error ?? { code: 'PermissionDenied', reason: 'refused', data: {} });
  }
  return { receipted, error, members };
}
