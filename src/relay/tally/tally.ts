import type { DatabaseSync } from 'node:sqlite';
import type { GenError } from '../../core/errors.ts';
import type { NamespaceId } from '../../core/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/identity.ts';
import type { Journal } from '../journal.ts';
import type { RecordSets } from '../record-sets.ts';
import { aggregatesPublisher, type Aggregates } from './aggregates.ts';
import { countedDownloads, type CountedDownloads } from './counted-downloads.ts';
import { seenToday } from './seen-today.ts';
import { standingReleases } from './standing-releases.ts';
import { sqliteTally } from './tally-store.ts';

/** What a relay counts, and the signed table of it. */
export interface Tally {
  readonly downloads: Pick<CountedDownloads, 'sent'>;
  readonly aggregates: Pick<Aggregates, 'newest'>;
  /** Everything that was sent and taken until now is in the table afterwards; done every minute by itself. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface TallyOptions {
  readonly database: DatabaseSync;
  readonly journal: Journal;
  readonly sets: RecordSets;
  readonly namespace: NamespaceId;
  /** The relay's own key, which devices pin. */
  readonly signer: Signer;
  readonly clock: Clock;
  readonly onFault: (fault: GenError) => void;
}

export function openTally({ database, ...options }: TallyOptions): Tally {
  const { clock, onFault } = options;
  const store = sqliteTally(database);
  const aggregates = aggregatesPublisher({ ...options, store });
  const downloads = countedDownloads({
    store,
    catchUp: aggregates.catchUp,
    seen: seenToday(clock),
    releases: standingReleases(options),
    onFault,
  });
  return {
    downloads,
    aggregates,
    async refresh() {
      await downloads.flush();
      await aggregates.refresh();
    },
    async close() {
      await downloads.close();
      await aggregates.close();
    },
  };
}
