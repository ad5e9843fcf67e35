import type { ModuleId } from '../../core/ids.ts';
import type { Card, Dependents, SearchQuery, SearchResult } from '../../ports/search.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import { installedRows } from '../installed-set.ts';
import type { Beside, CardRatings } from '../listed-card.ts';
import type { HiddenModules } from './hidden-modules.ts';
import type { OwnCards } from './own-cards.ts';

/** The catalogue as this device lists it now: with what is installed, rated and under way here. */
export interface Listing {
  search(query: SearchQuery): Promise<SearchResult>;
  cards(ids: readonly ModuleId[]): Promise<readonly Card[]>;
  card(id: ModuleId): Promise<Card | undefined>;
  replacements(id: ModuleId): Promise<readonly Card[]>;
  dependents(id: ModuleId): Promise<Dependents>;
}

/** Of the dependents of a module: those that most people use say most about it. */
const MOST_DEPENDENTS = 50;

function mostUsed(cards: readonly Card[]): readonly Card[] {
  const uses = ({ installs = 0, downloads = 0 }: Card): number => installs * 10 + downloads;
  return cards.toSorted((a, b) => uses(b) - uses(a) || (a.id < b.id ? -1 : 1)).slice(0, MOST_DEPENDENTS);
}

export interface ListingOptions {
  readonly catalogue: Catalogue;
  readonly own: Pick<OwnCards, 'isPending'>;
  readonly device: Pick<Device, 'tables' | 'clock'>;
  readonly hidden: HiddenModules;
  /** Where this device holds the ratings themselves. */
  readonly ratings: (id: ModuleId) => CardRatings | undefined;
}

export function createListing({ catalogue, own, device, hidden, ratings }: ListingOptions): Listing {
  const { tables, clock } = device;

  async function beside(): Promise<Beside> {
    const [rows, hiddenNow] = await Promise.all([installedRows(tables), hidden.now()]);
    catalogue.ripen(clock());
    return {
      installed: new Map(rows.map(({ id, version }) => [id, version])),
      hidden: hiddenNow,
      ratings,
      isPending: ({ record }) => own.isPending(record.id),
    };
  }

  const cards = async (ids: readonly ModuleId[]): Promise<readonly Card[]> =>
    catalogue.cards(ids, await beside());

  return {
    search: async (query) => catalogue.search(query, await beside()),
    cards,
    card: async (id) => (await cards([id]))[0],
    async dependents(id) {
      const [ids, now] = await Promise.all([catalogue.dependents(id), beside()]);
      const shown = ids.filter((one) => !now.hidden.has(one));
      return { total: shown.length, cards: mostUsed(catalogue.cards(shown, now)) };
    },
    replacements: async (id) => catalogue.replacements(id, await beside()),
  };
}
