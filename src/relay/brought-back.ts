import * as Automerge from '@automerge/automerge/slim';
import { GenError } from '../core/errors.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import { requireFewHeads } from '../replica/few-heads.ts';
import type { OpenDocument } from '../replica/open-document.ts';
import type { Addition } from '../replica/operations.ts';
import type { Journal } from './journal.ts';

/** Of each member, in branches that came back. */
const MOST_COPIES = 8;

/**
 * Records come by post, where policy and quotas are. By sync a peer may only bring back what the journal holds: changes that
 * were sent out and lost here in a crash. Each record may come back once.
 *
 * @returns throws GenError PermissionDenied `post-only` | `actor` | `held-already`; QuotaExceeded `copies` | `brought-back`, or
 * as `requireFewHeads`.
 */
export function broughtBackCheck(
  journal: Pick<Journal, 'has' | 'count'>,
): (document: OpenDocument, addition: Addition, members: readonly Member[], heads: number) => void {
  const broughtBack = new Map<DocumentPath, number>();

  /**
   * What was lost stands beside what was made of the journal since, in one branch for each time. Nothing of this is counted
   * from a start on, so that no start allows more.
   */
  function requireLost(
    { address: { path }, handle, members: held }: OpenDocument,
    members: readonly Member[],
    heads: number,
  ): void {
    // One is left for what the relay writes meanwhile.
    requireFewHeads(heads + 1);
    // It comes after all that is here, and adds nothing.
    if (heads === 1 && members.every(({ id }) => held.has(id)))
      throw new GenError('PermissionDenied', 'held-already', { document: path });
    const most = journal.count(path) * MOST_COPIES;
    if (Automerge.stats(handle.doc()).numOps + members.length > most)
      throw new GenError('QuotaExceeded', 'copies', { document: path, limit: most });
  }

  return (document, { actor }, members, heads) => {
    const { address, handle } = document;
    const { path } = address;
    const unknown = members.find(({ id }) => !journal.has(path, id));
    if (unknown !== undefined) throw new GenError('PermissionDenied', 'post-only', { record: unknown.id });
    if (actor === Automerge.getActorId(handle.doc())) throw new GenError('PermissionDenied', 'actor');
    requireLost(document, members, heads);
    const count = (broughtBack.get(path) ?? 0) + members.length;
    if (count > journal.count(path)) throw new GenError('QuotaExceeded', 'brought-back', { document: path });
    broughtBack.set(path, count);
  };
}
