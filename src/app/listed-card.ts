import isNewer from 'semver/functions/gt.js';
import type { ModuleId, Version } from '../core/ids.ts';
import { ratingAverage, ratingCount, type Histogram, type ModuleAggregate } from '../core/view/aggregate.ts';
import type { CardView } from '../core/view/fold-cards.ts';
import type { Card, RatingLine } from '../ports/search.ts';

/** What a list shows beside the card: known on this device only. */
export interface Beside {
  readonly installed: ReadonlyMap<ModuleId, Version>;
  /** By a moderation list that counts here. */
  readonly hidden: ReadonlySet<ModuleId>;
  isPending(card: CardView): boolean;
  /** Where this device holds the ratings themselves; else what the relay counted is shown. */
  ratings?(id: ModuleId): CardRatings | undefined;
}

export type CardRatings = Pick<Card, 'rating' | 'rawRating'>;

/** @returns nothing where nobody rated. */
export function ratingLine(histogram: Histogram): RatingLine | undefined {
  const count = ratingCount(histogram);
  return count === 0 ? undefined : { average: ratingAverage(histogram), count };
}

export function isUpdate(version: Version, installed: Version | undefined): boolean {
  return installed !== undefined && isNewer(version, installed);
}

/** @param known what is known of its signature, and what the relay counted. */
export function listedCard(
  card: CardView,
  known: { readonly checked: boolean; readonly aggregate: ModuleAggregate | undefined },
  beside: Beside,
): Card {
  const { aggregate, checked } = known;
  const installed = beside.installed.get(card.id);
  const counted: CardRatings = {
    rating: aggregate && ratingLine(aggregate.trusted),
    rawRating: aggregate && ratingLine(aggregate.ratings),
  };
  return {
    id: card.id,
    name: card.name,
    description: card.description,
    version: card.version,
    tags: card.tags,
    licence: card.licence,
    type: card.type,
    imports: card.imports,
    exports: card.exports,
    size: card.size,
    author: card.owner ?? card.author,
    madeBy: card.madeBy,
    updatedAt: card.updatedAt,
    ...(beside.ratings?.(card.id) ?? counted),
    downloads: aggregate?.downloads,
    installs: aggregate?.installs,
    installed,
    update: isUpdate(card.version, installed),
    checked,
    pending: beside.isPending(card),
    hidden: beside.hidden.has(card.id),
  };
}
