import type { Did, ModuleId } from '../../core/ids.ts';
import { ratingsDocument, type DocumentPath } from '../../core/record/document.ts';
import { ratingsView, trustedHistogram } from '../../core/view/fold-ratings.ts';
import { recordSet } from '../../core/view/record-set.ts';
import type { OpenDocument } from '../../replica/open-document.ts';
import type { Device } from '../device.ts';
import { ratingLine, type CardRatings } from '../listed-card.ts';
import { raterMembers } from './people.ts';

/** From the ratings document, where this device has it open, counted as on the module's page. */
export function heldRatings(
  held: (path: DocumentPath) => OpenDocument | undefined,
  { clock }: Pick<Device, 'clock'>,
  isTrusted: (rater: Did) => boolean,
): (id: ModuleId) => CardRatings | undefined {
  return (id) => {
    const document = held(ratingsDocument(id));
    if (document === undefined) return undefined;
    const rated = [...document.members.values()];
    const set = recordSet([...rated, ...raterMembers({ held }, rated)]);
    const { histogram, ratings } = ratingsView(set, id, clock());
    const rawRating = ratingLine(histogram);
    return rawRating && { rating: ratingLine(trustedHistogram(ratings, isTrusted)), rawRating };
  };
}
