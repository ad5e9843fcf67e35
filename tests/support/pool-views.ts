import type { Member } from '../../src/core/record/member.ts';
import { readCard, replacesCard, type CardView } from '../../src/core/view/fold-cards.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import { ratingsView } from '../../src/core/view/fold-ratings.ts';
import type { ModuleView, RatingsView } from '../../src/core/view/module-view.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import type { MemberPool } from './member-pool.ts';

/** What every fold says of one set. */
export interface PoolViews {
  readonly module: ModuleView | undefined;
  readonly ratings: RatingsView;
  readonly card: CardView | undefined;
}

export function poolViews({ id, now, world }: MemberPool, members: readonly Member[]): PoolViews {
  const set = recordSet(members);
  let card: CardView | undefined;
  for (const record of set.records) {
    const read = readCard(record);
    if (read !== undefined && replacesCard(read, card, now)) card = read;
  }
  return { module: moduleView(set, id, world.namespace, now), ratings: ratingsView(set, id, now), card };
}
