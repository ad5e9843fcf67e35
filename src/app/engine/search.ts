import type { Connection } from '../../ports/connection.ts';
import type { SearchApi } from '../../ports/search.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import { indexInterval, setIndexInterval } from '../index-interval.ts';
import { removeSearch, savedSearches, saveSearch } from '../saved-searches.ts';
import type { CardIntakeControl } from './card-intake.ts';
import type { CatalogueStore } from './catalogue-store.ts';
import type { FirstCatalogue } from './first-catalogue.ts';
import type { Listing } from './listing.ts';

export interface SearchOptions {
  readonly device: Pick<Device, 'tables' | 'locks' | 'clock' | 'announce'>;
  readonly catalogue: Catalogue;
  readonly store: CatalogueStore;
  readonly intake: Pick<CardIntakeControl, 'setInterval'>;
  readonly listing: Listing;
  /** Resolves when what this device holds of the catalogue is in it, or that takes too long. */
  readonly here: () => Promise<'restored' | 'filling'>;
  readonly firstCatalogue: FirstCatalogue;
  readonly connection: () => Connection;
}

/** Searching answers from what was stored before any document is open; what the documents have besides comes after. */
export function searchMethods(options: SearchOptions): SearchApi {
  const { device, catalogue, store, intake, listing, here, firstCatalogue, connection } = options;

  async function ready(): Promise<void> {
    if ((await here()) === 'filling') await firstCatalogue.settled(connection());
  }

  return {
    async search(query) {
      await ready();
      return listing.search(query);
    },
    async cards(ids) {
      await ready();
      return listing.cards(ids);
    },
    async replacements(id) {
      await ready();
      return listing.replacements(id);
    },
    async dependents(id) {
      await ready();
      return listing.dependents(id);
    },
    savedSearches: () => savedSearches(device),
    saveSearch: (search) => saveSearch(device, search),
    removeSearch: (id) => removeSearch(device, id),
    async catalogueState() {
      const { size, checked, refused } = catalogue;
      return { size, checked, refused, stored: store.size, indexInterval: await indexInterval(device) };
    },
    async setIndexInterval(seconds) {
      await setIndexInterval(device, seconds);
      intake.setInterval(seconds);
      device.announce(['catalogue']);
    },
  };
}
