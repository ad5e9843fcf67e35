import type { ModuleId } from '../../core/ids.ts';
import { ratingsDocument, type DocumentPath } from '../../core/record/document.ts';
import { ratingsView } from '../../core/view/fold-ratings.ts';
import { recordSet } from '../../core/view/record-set.ts';
import type { Card, SearchQuery, SearchResult } from '../../ports/engine.ts';
import type { OpenDocument } from '../../replica/open-document.ts';
import type { Beside, Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import type { OwnCards } from './own-cards.ts';

/** The catalogue as this device lists it now: with what is installed, rated and under way here. */
export interface Listing {
  search(query: SearchQuery): Promise<SearchResult>;
  card(id: ModuleId): Promise<Card | undefined>;
}

export function createListing(
  catalogue: Catalogue,
  own: OwnCards,
  { tables, clock }: Pick<Device, 'tables' | 'clock'>,
  held: (path: DocumentPath) => OpenDocument | undefined,
): Listing {
  /** From the ratings document, where this device has it open. */
  function rating(id: ModuleId): { average: number; count: number } | undefined {
    const document = held(ratingsDocument(id));
    if (document === undefined) return undefined;
    const { average, count } = ratingsView(recordSet(document.members.values()), id, clock());
    return count === 0 ? undefined : { average, count };
  }

  async function beside(): Promise<Beside> {
    const rows = await tables.all('installations');
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    return {
      installed: (id) => versions.get(id),
      rating,
      isPending: ({ record }) => own.isPending(record.id),
    };
  }

  async function search(query: SearchQuery): Promise<SearchResult> {
    const known = await beside();
    catalogue.ripen(clock());
    return catalogue.search(query, known);
  }

  return {
    search,
    async card(id) {
      if (catalogue.card(id) === undefined) return undefined;
      const { cards } = await search({ text: id, tags: [], sort: 'relevance', offset: 0, limit: 50 });
      return cards.find((card) => card.id === id);
    },
  };
}
