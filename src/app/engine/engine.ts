import type { Did, ModuleId } from '../../core/ids.ts';
import { catalogDocument, FIRST_EPOCH } from '../../core/record/document.ts';
import type { Moderation } from '../../core/view/moderation.ts';
import type { Compile } from '../../core/wasm/compile.ts';
import type { AskAggregates } from '../../ports/aggregates.ts';
import type { AskDomain } from '../../ports/domains.ts';
import type { AskReports } from '../../ports/moderation.ts';
import type { EngineApi } from '../../ports/engine.ts';
import type { StorageEstimate } from '../../ports/housekeeping.ts';
import type { Person } from '../../ports/module-page.ts';
import type { InstallRequest } from '../../ports/sets.ts';
import type { Device, KeepingDevice } from '../device.ts';
import { autoUpdate, type AutoUpdateOptions } from '../auto-update.ts';
import { finishWith } from '../finish-install.ts';
import { requestInstall } from '../request-change.ts';
import { rate } from '../rate.ts';
import { isInParts } from '../readable-parts.ts';
import { requireShown, unlessHidden } from '../require-shown.ts';
import { readText } from '../texts.ts';
import { noteOpened } from '../uses.ts';
import { bundleMethods } from './bundle-methods.ts';
import { createDocuments, type DocumentsOptions } from './documents.ts';
import { downloadMethods } from './download-methods.ts';
import { createDomainQuestions } from './domain-questions.ts';
import { heldRatings } from './card-ratings.ts';
import { createAggregates } from './aggregates.ts';
import { createFreshness } from './freshness.ts';
import { housekeepingMethods, type HousekeepingMethods } from './housekeeping.ts';
import { identityMethods } from './identity-methods.ts';
import { jobMethods } from './job-methods.ts';
import { installedMethods } from './installed-methods.ts';
import { createLiveCatalogue } from './live-catalogue.ts';
import { importRulesMethods } from './import-rules.ts';
import { deviceMethods, type DeviceMethods } from './devices.ts';
import { moderationMethods, type ModerationMethods } from './moderation.ts';
import { moduleGraph } from './module-graph.ts';
import { modulePage, nameState } from './module-page.ts';
import { profileOf } from './people.ts';
import { ownershipMethods, type OwnershipMethods } from './ownership.ts';
import { permissionMethods, type PermissionMethods } from './permissions.ts';
import { publishBinary } from './publish-binary.ts';
import { setMethods, type SetMethods } from './set-methods.ts';
import { createShownModeration } from './shown-moderation.ts';
import { createWorkLoop } from './work-loop.ts';

export interface EngineOptions extends DocumentsOptions {
  readonly storage: () => Promise<StorageEstimate>;
  readonly compile: Compile;
  /** Without it no domain is asked. */
  readonly askDomain?: AskDomain;
  /** Without it nobody is asked which modules have reports. */
  readonly askReports?: AskReports;
  /** Without it nobody is asked what was downloaded and how it is rated. */
  readonly askAggregates?: AskAggregates;
  /** Tells a service worker that there is work it may have to finish without this engine. */
  readonly handOver: () => void;
}

/** What makes a job takes the job's id from the page, so that a call made again makes no second one. */
export interface Engine
  extends EngineApi, PermissionMethods, DeviceMethods, ModerationMethods, OwnershipMethods, SetMethods {
  keepHouse: HousekeepingMethods['keepHouse'];
  changeSet: SetMethods['changeSet'];
  undo: SetMethods['undo'];
  nameDevice: DeviceMethods['nameDevice'];
  cutOffDevice: DeviceMethods['cutOffDevice'];
  pairDevice: DeviceMethods['pairDevice'];
  handOver: OwnershipMethods['handOver'];
  cancelHandOver: OwnershipMethods['cancelHandOver'];
  takeOver: OwnershipMethods['takeOver'];
  report: ModerationMethods['report'];
  withdrawReport: ModerationMethods['withdrawReport'];
  hide: ModerationMethods['hide'];
  letPublish: PermissionMethods['letPublish'];
  withdrawPublisher: PermissionMethods['withdrawPublisher'];
  publish(...asked: [...Parameters<EngineApi['publish']>, job?: string]): Promise<string>;
  rate(rating: Parameters<EngineApi['rate']>[0], job?: string): Promise<string>;
  setProfile(profile: Parameters<EngineApi['setProfile']>[0], job?: string): Promise<string>;
  install(id: ModuleId, request?: InstallRequest, job?: string): Promise<string>;
}

/** The engine behind every page: composes the use cases over one set of documents, tables and one link. */
export function createEngine(options: EngineOptions): Engine {
  const { connectivity, report, compile, handOver, device: base } = options;
  const documents = createDocuments(options, () => ({
    liveCatalogue,
    trusted: aggregates.trusted,
    met(members) {
      void liveCatalogue.met(members).catch(report);
      shown.met(members);
      void freshness.met(members);
    },
    answered: (path) => shown.answered(path),
    synced() {
      liveCatalogue.synced();
      void connectivity.synced(base.clock()).catch(report);
      void freshness
        .check()
        .then(() => updateUnasked(newestCard))
        .catch(report);
    },
    // Waits for the engine to run.
    opened: () => void shown.open().catch(report),
  }));
  const { running } = documents;
  const theDevice = async (): Promise<KeepingDevice> => (await running()).device;
  const liveCatalogue = createLiveCatalogue({
    device: base,
    shards: async () => (await running()).shards,
    connection: () => connectivity.state(),
    moderation: () => (documents.isOpen() ? shown.known() : undefined),
    ratings: heldRatings(
      (path) => documents.session()?.held(path),
      base,
      (did) => aggregates.isTrusted(did),
    ),
    indexed: () => void updateUnasked(newestCard).catch(report),
    report,
  });
  const { catalogue, own, listing, hidden, methods } = liveCatalogue;
  const newestCard = (id: ModuleId) => catalogue.card(id)?.version;
  const shown = createShownModeration({
    device: base,
    members: async (path) => (await running()).session.members(path),
    hasAnswered: (path) => documents.session()?.hasAnswered(path) ?? false,
  });
  const moderation = async (): Promise<Moderation> => (await shown.known()).moderation;
  const freshness = createFreshness({
    tables: base.tables,
    clock: base.clock,
    device: theDevice,
    isOnline: () => connectivity.state().state === 'online',
    show: (facts) => connectivity.show(facts),
    report,
  });
  const aggregates = createAggregates({
    device: base,
    catalogue,
    ask: options.askAggregates,
    members: async (path) => (await running()).session.members(path),
    isOnline: () => connectivity.state().state === 'online',
    report,
  });
  void aggregates.open();
  async function ownSettled(): Promise<void> {
    await own.refresh();
    await shown.ownChanged();
  }
  const loop = createWorkLoop({
    device: theDevice,
    finish: unlessHidden(finishWith(compile), moderation),
    afterwards: ownSettled,
    handOver,
    report,
  });
  /** How fresh the registry's account is has been looked at. */
  async function updateUnasked(newestCard: AutoUpdateOptions['newestCard']): Promise<void> {
    const { jobs } = await autoUpdate(await theDevice(), { newestCard });
    if (jobs.length > 0) void loop.work('due');
  }
  // Before anything is open: the link may be up before the session is.
  connectivity.onOnline(() => {
    void loop.work('all');
    void aggregates.check();
  });
  connectivity.onOffline(() => {
    liveCatalogue.linkLost();
    documents.session()?.linkLost();
  });
  void loop.work('due');

  /** The link has proved the identity before; a new one proves the new one. */
  function startAnew(): void {
    documents.restart();
    base.announce(['identity', 'catalogue']);
  }
  const permissions = permissionMethods({
    device: theDevice,
    origin: () => connectivity.state().relay,
    deliver: () => void loop.work('due'),
    // The link makes its next attempt by itself.
    connectAnew: () => connectivity.networkLost(),
  });
  const domains =
    options.askDomain === undefined ? undefined : createDomainQuestions(options.askDomain, report);
  const askAbout = (device: Device, people: Readonly<Record<Did, Person>>): void => {
    if (connectivity.state().state === 'online') domains?.about(device, people);
  };
  const moderating = moderationMethods({
    running,
    shown,
    hidden,
    askReports: options.askReports,
    deliver: () => void loop.work('due'),
  });

  return {
    connection: async () => connectivity.state(),
    async reconnect() {
      await connectivity.retryNow();
      await loop.work('all');
    },
    networkLost: async () => connectivity.networkLost(),
    dismissAlarm: () => freshness.dismiss(),
    ...methods,
    async module(id) {
      const { device, session, shards } = await running();
      await Promise.all([shards.about(catalogDocument(id, FIRST_EPOCH)), liveCatalogue.here()]);
      liveCatalogue.pages.answered(id);
      const page = await modulePage(device, session, catalogue, listing.card, id, {
        shown: await moderation(),
        trusted: await aggregates.trusted(),
        check: (ids) => shards.checks.of(ids),
      });
      if (typeof page === 'object' && 'people' in page) askAbout(device, page.people);
      // Nobody waits for it.
      void noteOpened(base, id).catch(report);
      return page;
    },
    async graph(id, version) {
      return moduleGraph(await theDevice(), id, version);
    },
    async text(hash) {
      return readText(await theDevice(), hash);
    },
    async nameState(id) {
      const { device, session, shards } = await running();
      await shards.about(catalogDocument(id, FIRST_EPOCH));
      await shards.checks.of([id]);
      const state = await nameState(device, session, catalogue, id);
      const { parts } = connectivity.state();
      // Of what may not be read the relay says the same as of what is not there.
      return state === 'free' && parts !== undefined && !isInParts(id, parts) ? 'unknown' : state;
    },
    async publish(draft, binary, asked) {
      const job = await publishBinary(await theDevice(), draft, binary, { compile, job: asked });
      void loop.work('due');
      return job;
    },
    async rate(rating, asked) {
      const { id } = await rate(await theDevice(), rating, asked);
      void loop.work('due');
      return id;
    },
    async install(module, request, asked) {
      requireShown(await moderation(), [{ id: module }], request?.evenHidden);
      const { id } = await requestInstall(await theDevice(), module, request, asked);
      void loop.work('due');
      return id;
    },
    ...installedMethods({
      device: theDevice,
      base,
      catalogue,
      moderation,
      storage: options.storage,
      work: () => void loop.work('due'),
    }),
    ...permissions,
    ...setMethods({
      device: theDevice,
      base,
      work: () => void loop.work('due'),
      // The index may be behind: its documents are asked.
      autoChanged: () => void updateUnasked(() => undefined).catch(report),
    }),
    ...bundleMethods({
      base,
      running,
      carried: liveCatalogue.carried,
      catalogue,
      namespaceKnown: () => connectivity.namespaceKnown(),
      arrived(members) {
        shown.met(members);
        void freshness.met(members);
      },
    }),
    ...deviceMethods({
      // Whose modules are this person's is asked of the whole catalogue.
      async device() {
        const { device, shards } = await running();
        await shards.held;
        await shards.checks.all();
        return device;
      },
      catalogue,
      origin: () => connectivity.state().relay,
      deliver: () => void loop.work('due'),
      startAnew,
    }),
    ...ownershipMethods({ device: theDevice, deliver: () => void loop.work('due') }),
    ...housekeepingMethods({ base, report }),
    ...moderating,
    ...importRulesMethods({ device: theDevice, interrupt: (act) => loop.interrupt(act) }),
    ...downloadMethods(base.tables),
    ...jobMethods({
      device: theDevice,
      work: () => void loop.work('all'),
      interrupt: (act) => loop.interrupt(act),
      withdrawn: ownSettled,
    }),
    async profile(did) {
      const { device, session } = await running();
      const person = await profileOf(device, session, did);
      if (person !== undefined) askAbout(device, { [did]: person });
      return person;
    },
    ...identityMethods({ base, device: theDevice, deliver: () => void loop.work('due'), startAnew }),
  };
}
