import { GenError } from '../../core/errors.ts';
import { requireCardSignature } from '../../core/record/admission.ts';
import type { MemberId } from '../../core/record/record.ts';
import type { OpenDocument } from '../../replica/open-document.ts';

/**
 * Whether a shard's document holds a card that its author did not sign, as one may that was begun with a snapshot: an
 * honest relay refuses its history.
 *
 * @param refused cards that are not shown; those that their modules' documents belie are signed.
 */
export async function holdsForged(
  { members }: Pick<OpenDocument, 'members'>,
  refused: Iterable<string>,
): Promise<boolean> {
  for (const id of refused) {
    const card = members.get(id as MemberId);
    if (card?.member === 'record' && (await isForged(card))) return true;
  }
  return false;
}

async function isForged(card: Parameters<typeof requireCardSignature>[0]): Promise<boolean> {
  try {
    await requireCardSignature(card);
    return false;
  } catch (thrown) {
    if (thrown instanceof GenError && thrown.code === 'SignatureInvalid') return true;
    throw thrown;
  }
}
