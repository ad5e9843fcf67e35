import { GenError, toGenError } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import { FIRST_EPOCH, type DocumentPath } from '../../core/record/document.ts';
import { decodeMember, type Member } from '../../core/record/member.ts';
import { ratingsView } from '../../core/view/fold-ratings.ts';
import { recordSet } from '../../core/view/record-set.ts';
import { reportOn } from '../../core/wasm/report.ts';
import type { Card, EngineApi, StorageUse } from '../../ports/engine.ts';
import type { JobRow, Write } from '../../ports/tables.ts';
import type { RepoOver } from '../../replica/replica.ts';
import { createCatalogue, type Beside } from '../catalogue.ts';
import { MAX_BLOB, type Device } from '../device.ts';
import { drain } from '../drain.ts';
import { requestInstall } from '../install.ts';
import { isFinished } from '../jobs.ts';
import { publish } from '../publish.ts';
import { rate } from '../rate.ts';
import { readText } from '../texts.ts';
import { uninstall } from '../uninstall.ts';
import { activity, cancelJob, clearFinished, draftOf, retryJob } from './activity.ts';
import type { Connectivity } from './connectivity.ts';
import { installations, installedBinary } from './installed.ts';
import { modulePage, nameState } from './module-page.ts';
import { openSession, type Session } from './session.ts';

export interface EngineOptions {
  /** Everything but `records`, which the session provides. */
  readonly device: Omit<Device, 'records' | 'namespace'>;
  readonly connectivity: Connectivity;
  /** Made once the namespace is known, with the gate in front of the link. */
  readonly openRepo: (session: () => Session | undefined) => Promise<RepoOver>;
  readonly storage: () => Promise<StorageUse>;
  readonly compile: (bytes: Uint8Array<ArrayBuffer>) => Promise<unknown>;
  /** Tells a service worker that there is work it may have to finish without this engine. */
  readonly handOver: () => void;
  readonly report: (fault: unknown) => void;
}

const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** The engine behind every page: composes the use cases over one set of documents, tables and one link. */
export function createEngine(options: EngineOptions): EngineApi {
  const { connectivity, report, compile } = options;
  const catalogue = createCatalogue();
  const pendingCards = new Set<string>();
  let live: Session | undefined;
  let draining: AbortController | undefined;

  async function start(): Promise<{ device: Device; session: Session }> {
    const pin = await connectivity.pinned();
    const over = await options.openRepo(() => live);
    const base = options.device;
    const session = await openSession({
      over,
      pin,
      epoch: FIRST_EPOCH,
      isOnline: () => connectivity.state().state === 'online',
      announce: (topics) => base.announce(topics),
      onCards: (members) => catalogue.add(members, base.clock()),
      onMet: (members) => void forgetMet(members).catch(report),
      onSynced: () => void connectivity.synced(base.clock()).catch(report),
      onQuarantine: (path: DocumentPath, cause) =>
        report(new GenError('Storage', 'quarantine', { document: path }, cause)),
    });
    live = session;
    const device: Device = { ...base, namespace: pin.namespace, records: session.records };
    await showOwnCards(device);
    base.announce(['catalogue', 'connection']);
    connectivity.onOnline(() => void work('all'));
    connectivity.onOffline(() => session.linkLost());
    return { device, session };
  }

  const started = start();
  started.then(() => work('due')).catch(report);

  /** Rows that came back in a document have done their work. */
  async function forgetMet(members: readonly Member[]): Promise<void> {
    const rows = await options.device.tables.all('outbox');
    const met = new Set<string>(members.map(({ id }) => id));
    const gone = rows.filter(({ id }) => met.has(id));
    for (const { id } of gone) pendingCards.delete(id);
    if (gone.length === 0) return;
    await options.device.tables.write(gone.map(({ id }): Write => ({ table: 'outbox', remove: id })));
  }

  async function showOwnCards({ tables, clock, announce }: Device): Promise<void> {
    const rows = await tables.all('outbox');
    const own = rows.filter(({ document, state }) => document.startsWith('catalog/') && state !== 'refused');
    for (const { id } of own) pendingCards.add(id);
    if (
      catalogue.add(
        own.map(({ bytes }) => decodeMember(bytes)),
        clock(),
      )
    )
      announce(['catalogue']);
  }

  /** Drains the queues, now and again when the next attempt is due. */
  async function work(due: 'all' | 'due'): Promise<void> {
    try {
      const { device } = await started;
      draining ??= new AbortController();
      await drain(device, { due, compile, signal: draining.signal });
      await showOwnCards(device);
      await planNextAttempt(device);
    } catch (thrown) {
      report(toGenError(thrown));
    }
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  async function planNextAttempt({ tables, clock }: Device): Promise<void> {
    const open = (await tables.all('jobs')).filter((job) => !isFinished(job));
    if (open.length > 0) options.handOver();
    const times = open.map((job: JobRow) => job.retryAt).filter((time) => time !== undefined);
    clearTimeout(timer);
    if (times.length === 0) return;
    const delay = Math.max(500, (Math.min(...times) - clock()) / 1000);
    timer = setTimeout(() => void work('due'), delay);
  }

  async function beside(device: Device): Promise<Beside> {
    const rows = await device.tables.all('installations');
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    return {
      installed: (id) => versions.get(id),
      rating: heldRating,
      isPending: ({ record }) => pendingCards.has(record.id),
    };
  }

  /** From the ratings document, where this device has it open. */
  function heldRating(id: ModuleId): { average: number; count: number } | undefined {
    const document = live?.held(`ratings/${id}` as DocumentPath);
    if (document === undefined) return undefined;
    const { average, count } = ratingsView(recordSet(document.members.values()), id, options.device.clock());
    return count === 0 ? undefined : { average, count };
  }

  async function listedCard(device: Device, id: ModuleId): Promise<Card | undefined> {
    if (catalogue.card(id) === undefined) return undefined;
    const query = { text: id, tags: [], sort: 'relevance', offset: 0, limit: 50 } as const;
    return catalogue.search(query, await beside(device)).cards.find((card) => card.id === id);
  }

  return {
    connection: async () => connectivity.state(),
    async reconnect() {
      await connectivity.retryNow();
      await work('all');
    },
    networkLost: async () => connectivity.networkLost(),
    async search(query) {
      const { device } = await started;
      return catalogue.search(query, await beside(device));
    },
    async module(id) {
      const { device, session } = await started;
      return modulePage(device, session, catalogue, (asked) => listedCard(device, asked), id);
    },
    async text(hash) {
      return readText((await started).device, hash);
    },
    async nameState(id) {
      const { device, session } = await started;
      return nameState(device, session, catalogue, id);
    },
    async publish(draft, binary) {
      const { device } = await started;
      if (binary.size > MAX_BLOB)
        throw new GenError('QuotaExceeded', 'too-large', { field: 'file', limit: MAX_BLOB });
      const bytes = new Uint8Array(await binary.arrayBuffer());
      const job = await publish(device, draft, {
        content: binary,
        report: await reportOn(bytes, { maxSize: MAX_BLOB, digest }),
      });
      void work('due');
      return job.id;
    },
    async rate(rating) {
      const { device } = await started;
      const job = await rate(device, rating);
      void work('due');
      return job.id;
    },
    async install(id, version) {
      const { device } = await started;
      const job = await requestInstall(device, id, version);
      void work('due');
      return job.id;
    },
    async uninstall(id) {
      return uninstall((await started).device, id);
    },
    async installed() {
      return installations((await started).device, catalogue);
    },
    async binary(id) {
      return installedBinary((await started).device, id);
    },
    async activity() {
      return activity((await started).device);
    },
    async retry(job) {
      await retryJob((await started).device, job);
      void work('due');
    },
    async cancel(job) {
      const { device } = await started;
      // The drainer holds the job: stop it first, so that it does not write over the cancellation.
      draining?.abort();
      draining = undefined;
      await device.locks.exclusive('drain', () => cancelJob(device, job));
      void work('due');
    },
    async clearActivity() {
      return clearFinished((await started).device);
    },
    async draft(job) {
      return draftOf((await started).device, job);
    },
    identity: () => options.device.identity.facts(),
    async backup(passphrase) {
      const text = await options.device.identity.backup(passphrase);
      options.device.announce(['identity']);
      return text;
    },
    async restore(backup, passphrase) {
      const facts = await options.device.identity.restore(backup, passphrase);
      options.device.announce(['identity', 'catalogue']);
      return facts;
    },
    storage: options.storage,
  };
}
