import type { ModuleId, NamespaceId } from '../../core/ids.ts';
import type { DocumentPath } from '../../core/record/document.ts';
import type { Member } from '../../core/record/member.ts';
import type { MemberId } from '../../core/record/record.ts';
import type { Connection } from '../../ports/connection.ts';
import type { SearchApi } from '../../ports/search.ts';
import { createCatalogue, type Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import { indexInterval } from '../index-interval.ts';
import { nextTurn } from '../in-slices.ts';
import type { KnownModeration } from '../known-moderation.ts';
import type { CardRatings } from '../listed-card.ts';
import { storedNamespace } from '../pin-relay.ts';
import { createCardIntake, type CardIntake } from './card-intake.ts';
import { createCarriedRecords, type CarriedRecords } from './carried-records.ts';
import { createCatalogueStore } from './catalogue-store.ts';
import { createEarlyPages, type EarlyPages } from './early-pages.ts';
import { createFirstCatalogue } from './first-catalogue.ts';
import { createHiddenModules, type HiddenModules } from './hidden-modules.ts';
import { createListing, type Listing } from './listing.ts';
import type { ShardsOpening } from './open-shards.ts';
import { createOwnCards, type OwnCards } from './own-cards.ts';
import { searchMethods } from './search.ts';

/** The catalogue of an engine: back from what was stored, filled by the session, stored again, and asked by the pages. */
export interface LiveCatalogue {
  readonly catalogue: Catalogue;
  readonly own: OwnCards;
  readonly carried: CarriedRecords;
  readonly cards: CardIntake;
  readonly listing: Listing;
  readonly hidden: HiddenModules;
  readonly methods: SearchApi;
  readonly pages: EarlyPages;
  /** Shows what is on its way to a document, by this device or out of a file. */
  refresh(): Promise<void>;
  /** Members that stand in a document now: what was kept of them may go. */
  met(members: readonly Member[]): Promise<void>;
  /** The same after a start, when documents are open again. */
  standing(isHeld: (path: DocumentPath, id: MemberId) => boolean): Promise<void>;
  /** Resolves when what this device holds of the catalogue is in it, or that takes too long. */
  here(): Promise<'restored' | 'filling'>;
  /** Resolves when what was stored is back, and a page that waited for it has had the time to draw it. */
  begin(namespace: NamespaceId): Promise<void>;
  /** Every shard agrees with the relay's. */
  synced(): void;
  /** All that was missing came as files: what is left is little. */
  arrived(): void;
  linkLost(): void;
  /** Somebody has searched a moment ago, and is likely to go on. */
  isSearching(): boolean;
}

/** Milliseconds. */
const A_MOMENT = 250;
/** Documents cost a core while they are opened, and a page that draws its first answer needs one: it goes first. */
const LONGEST_DRAWING = 400;
/**
 * How long a first answer waits for the documents: after an update of the app that reads rows of another form, a hundred
 * thousand cards take longer, and lists grow before the reader's eyes.
 */
const PATIENCE = 5000;

export interface LiveCatalogueOptions {
  readonly device: Pick<Device, 'tables' | 'locks' | 'clock' | 'announce'>;
  /** Waits for the engine to run; what this device holds of the catalogue's documents is on its way into it then. */
  readonly shards: () => Promise<Pick<ShardsOpening, 'held'>>;
  readonly connection: () => Connection;
  /** `undefined` while no document is open. */
  readonly moderation: () => Promise<KnownModeration> | undefined;
  readonly ratings: (id: ModuleId) => CardRatings | undefined;
  /** Cards of others came, or went. */
  readonly indexed: () => void;
  readonly report: (fault: unknown) => void;
}

export function createLiveCatalogue(options: LiveCatalogueOptions): LiveCatalogue {
  const { device, shards, connection, moderation, ratings, indexed, report } = options;
  const { tables, clock } = device;
  const catalogue = createCatalogue();
  const own = createOwnCards(device, catalogue);
  const carried = createCarriedRecords(device, catalogue);
  const intake = createCardIntake(catalogue, clock, tellIndexed, report);
  const store = createCatalogueStore(tables, catalogue, clock, report, () => intake.isBusy());
  const firstCatalogue = createFirstCatalogue();
  const hidden = createHiddenModules(device, moderation);
  const listing = createListing({ catalogue, own, device, hidden, ratings });
  const pages = createEarlyPages((topics) => device.announce(topics));
  function tellIndexed(): void {
    device.announce(['catalogue']);
    indexed();
  }

  let searchedAt = -Infinity;
  let patience: Promise<void> | undefined;

  async function restore(): Promise<boolean> {
    intake.setInterval(await indexInterval(device));
    const namespace = await storedNamespace(tables);
    const isWhole = namespace !== undefined && (await store.restore(namespace));
    if (!isWhole) return false;
    await refresh();
    pages.end();
    return true;
  }

  async function refresh(): Promise<void> {
    await own.refresh();
    await carried.refresh();
  }

  const restored = restore().catch((fault: unknown) => {
    report(fault);
    return false;
  });

  async function here(): Promise<'restored' | 'filling'> {
    if (await restored) return 'restored';
    const { held } = await shards();
    patience ??= new Promise((resolve) => {
      setTimeout(resolve, PATIENCE);
    });
    await Promise.race([held, patience]);
    return 'filling';
  }

  /** Milliseconds, none where nobody has searched a moment ago. */
  const stillSearching = (): number => searchedAt + A_MOMENT - performance.now();

  async function drawn(): Promise<void> {
    const end = performance.now() + LONGEST_DRAWING;
    // Whoever waited for what was stored asks in this turn.
    await nextTurn();
    for (;;) {
      const left = Math.min(stillSearching(), end - performance.now());
      if (left <= 0) return;
      await new Promise((resolve) => {
        setTimeout(resolve, left);
      });
    }
  }

  return {
    catalogue,
    own,
    carried,
    refresh,
    met: async (members) => {
      await own.met(members);
      await carried.met(members);
    },
    standing: async (isHeld) => {
      await own.standing(isHeld);
      await carried.standing(isHeld);
    },
    pages,
    here,
    cards: intake,
    listing,
    hidden,
    methods: searchMethods({
      device,
      catalogue,
      store,
      intake,
      listing: {
        ...listing,
        search(query) {
          searchedAt = performance.now();
          return listing.search(query);
        },
      },
      here,
      firstCatalogue,
      connection,
    }),
    async begin(namespace) {
      if (await restored) await drawn();
      store.begin(namespace);
    },
    synced() {
      // A new device waits for the first whole catalogue, and then for it to be searchable.
      void intake
        .synced()
        .catch(report)
        .finally(() => {
          firstCatalogue.settle();
          pages.tell();
        });
    },
    arrived: () => firstCatalogue.settle(),
    isSearching: () => stillSearching() > 0,
    linkLost() {
      firstCatalogue.settle();
      intake.linkLost();
    },
  };
}
