import type { ModuleId } from '../../core/ids.ts';
import { ratingsDocument, type DocumentPath } from '../../core/record/document.ts';
import { ratingsView } from '../../core/view/fold-ratings.ts';
import type { Moderation } from '../../core/view/moderation.ts';
import { recordSet } from '../../core/view/record-set.ts';
import type { Card, SearchQuery, SearchResult } from '../../ports/engine.ts';
import type { OpenDocument } from '../../replica/open-document.ts';
import type { Beside, Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import type { OwnCards } from './own-cards.ts';
import { raterMembers } from './people.ts';

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
  moderation: () => Promise<Moderation>,
): Listing {
  /** From the ratings document, where this device has it open, counted as on the module's page. */
  function rating(id: ModuleId): { average: number; count: number } | undefined {
    const document = held(ratingsDocument(id));
    if (document === undefined) return undefined;
    const rated = [...document.members.values()];
    const set = recordSet([...rated, ...raterMembers({ held }, rated)]);
    const { average, count } = ratingsView(set, id, clock());
    return count === 0 ? undefined : { average, count };
  }

  async function beside(): Promise<Beside> {
    const [rows, shown] = await Promise.all([tables.all('installations'), moderation()]);
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    return {
      installed: (id) => versions.get(id),
      rating,
      isPending: ({ record }) => own.isPending(record.id),
      isHidden: (id) => shown.module(id).length > 0,
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
      const asked = {
        text: id,
        tags: [],
        sort: 'relevance',
        offset: 0,
        limit: 50,
        showHidden: true,
      } as const;
      const { cards } = await search(asked);
      return cards.find((card) => card.id === id);
    },
  };
}
