import { AUTHORITY, type DocumentPath, type Epoch } from '../../core/record/document.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SnapshotSource } from '../../ports/snapshots.ts';
import type { NamespacePin, Pin } from '../pin-relay.ts';
import { createBootstrap, type BootstrapOptions } from './bootstrap.ts';
import type { LiveCatalogue } from './live-catalogue.ts';
import { openShards, type ShardsOpening } from './open-shards.ts';
import { holdsForged } from './forged-shard.ts';
import type { Session } from './session.ts';
import { createSignatureChecks, type SignatureChecks } from './signature-checks.ts';

export interface FillCatalogueOptions {
  readonly session: Session;
  readonly catalogue: LiveCatalogue;
  readonly pin: NamespacePin;
  readonly epoch: Epoch;
  /** Without it everything that is missing comes by sync. */
  readonly snapshots: SnapshotSource | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly report: (fault: unknown) => void;
}

export interface CatalogueFilling extends ShardsOpening {
  readonly checks: Pick<SignatureChecks, 'all' | 'of'>;
}

const isMet = (pin: NamespacePin): pin is Pin => pin.relay !== undefined;

/** Everything that the catalogue holds of others: from storage, as files, by sync; and what came unchecked is checked. */
export function fillCatalogue(options: FillCatalogueOptions): CatalogueFilling {
  const { session, catalogue: live, pin, epoch, snapshots, clock, signal, report } = options;
  const { cards, catalogue } = live;
  const { replica } = session;
  let isOpening = true;
  const isBusy = (): boolean => isOpening || live.isSearching();
  /** One that holds a forged card begins anew, also when this device ended before that. */
  async function openShard(path: DocumentPath): Promise<void> {
    const document = await session.peek(path);
    if (await holdsForged(document, catalogue.refusedCards)) await session.beginAnew(document);
    await session.openShard(path);
  }
  /** Of a row without heads there may be no document. */
  const isHere = (path: DocumentPath): boolean => (catalogue.shardHeads(path)?.length ?? 0) > 0;
  const renewing = new Set<DocumentPath>();
  function onForged(path: DocumentPath): void {
    // Of one that is still to come it is known when it is opened.
    if (catalogue.shardHeads(path) === undefined || renewing.has(path) || signal.aborted) return;
    renewing.add(path);
    openShard(path)
      .catch(report)
      .finally(() => renewing.delete(path));
  }
  const checks = createSignatureChecks({ cards, isBusy, onForged, signal, report });
  const begun: BootstrapOptions['cards'] = {
    async level(...shard) {
      await cards.level(...shard);
      checks.wake();
    },
    ahead: (...shard) => cards.ahead(...shard),
  };
  const opening = openShards({
    session: { shards: session.shards, replica, openShard },
    isKnown: isHere,
    bootstrap:
      snapshots && isMet(pin)
        ? createBootstrap({ snapshots, replica, pin, epoch, cards: begun, clock, signal, report })
        : undefined,
    onOpened: () => checks.wake(),
    // What the admins hide is not shown for want of their word.
    onBegun: () => void session.whenAnswered(AUTHORITY).then(() => live.arrived()),
    signal,
    report,
  });
  /** A card whose document came back while nobody listened is under way no more. */
  const settleOwn = () => live.standing((path, id) => session.held(path)?.members.has(id) ?? false);
  void opening.held.then(settleOwn).catch(report).finally(live.pages.tell);
  void opening.all
    .then(settleOwn)
    .catch(report)
    .finally(() => {
      isOpening = false;
      return checks.all();
    })
    .finally(live.pages.tell);
  return { ...opening, checks };
}
