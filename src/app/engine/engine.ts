import { GenError } from '../../core/errors.ts';
import type { Did, ModuleId } from '../../core/ids.ts';
import { FIRST_EPOCH, type DocumentPath } from '../../core/record/document.ts';
import type { Moderation } from '../../core/view/moderation.ts';
import type { Compile } from '../../core/wasm/compile.ts';
import { reportOn } from '../../core/wasm/report.ts';
import type { AskDomain } from '../../ports/domains.ts';
import type { AskReports } from '../../ports/moderation.ts';
import type { EngineApi, Person, StorageUse } from '../../ports/engine.ts';
import type { RepoOver } from '../../replica/replica.ts';
import { createCatalogue } from '../catalogue.ts';
import { MAX_BLOB, type Device } from '../device.ts';
import { finishWith } from '../finish-install.ts';
import { requestInstall } from '../install.ts';
import { publish } from '../publish.ts';
import { rate } from '../rate.ts';
import { isInParts } from '../readable-parts.ts';
import { requireShown, unlessHidden } from '../require-shown.ts';
import { restoreIdentity } from '../restore-identity.ts';
import { setProfile } from '../set-profile.ts';
import { readText } from '../texts.ts';
import { uninstall } from '../uninstall.ts';
import { activity, cancelJob, clearFinished, draftOf, refuseSent, retryJob } from './activity.ts';
import type { Connectivity } from './connectivity.ts';
import { createDomainQuestions } from './domain-questions.ts';
import { createFirstCatalogue } from './first-catalogue.ts';
import { createFreshness } from './freshness.ts';
import { installations, installedBinary } from './installed.ts';
import { createLifecycle } from './lifecycle.ts';
import { createListing } from './listing.ts';
import { importRulesMethods } from './import-rules.ts';
import { deviceMethods, type DeviceMethods } from './devices.ts';
import { moderationMethods, type ModerationMethods } from './moderation.ts';
import { modulePage, nameState } from './module-page.ts';
import { createOwnCards } from './own-cards.ts';
import { profileOf } from './people.ts';
import { ownershipMethods, type OwnershipMethods } from './ownership.ts';
import { permissionMethods, type PermissionMethods } from './permissions.ts';
import { createSession, type Session } from './session.ts';
import { createShownModeration } from './shown-moderation.ts';
import { createWorkLoop } from './work-loop.ts';

export interface EngineOptions {
  /** Everything but `records`, which the session provides. */
  readonly device: Omit<Device, 'records' | 'namespace'>;
  readonly connectivity: Connectivity;
  /** Made once the namespace is known, with the gate in front of the link; anew when the identity has changed. */
  readonly openRepo: (session: () => Session | undefined) => Promise<RepoOver>;
  readonly storage: () => Promise<StorageUse>;
  readonly compile: Compile;
  /** Without it no domain is asked. */
  readonly askDomain?: AskDomain;
  /** Without it nobody is asked which modules have reports. */
  readonly askReports?: AskReports;
  /** Tells a service worker that there is work it may have to finish without this engine. */
  readonly handOver: () => void;
  readonly report: (fault: unknown) => void;
}

/** What makes a job takes the job's id from the page, so that a call made again makes no second one. */
export interface Engine
  extends EngineApi, PermissionMethods, DeviceMethods, ModerationMethods, OwnershipMethods {
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
  install(
    id: ModuleId,
    version?: Parameters<EngineApi['install']>[1],
    evenHidden?: readonly ModuleId[],
    job?: string,
  ): Promise<string>;
}

interface Running {
  readonly device: Device;
  readonly session: Session;
}

const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** The engine behind every page: composes the use cases over one set of documents, tables and one link. */
export function createEngine(options: EngineOptions): Engine {
  const { connectivity, report, compile, handOver, device: base } = options;
  const catalogue = createCatalogue();
  const own = createOwnCards(base, catalogue);
  const firstCatalogue = createFirstCatalogue();
  let over: RepoOver | undefined;
  let live: Session | undefined;

  async function open(): Promise<Running> {
    const pin = await connectivity.pinned();
    over ??= await options.openRepo(() => live);
    const session = createSession({
      over,
      pin,
      epoch: FIRST_EPOCH,
      isOnline: () => connectivity.state().state === 'online',
      announce: (topics) => base.announce(topics),
      onCards: (members) => catalogue.add(members, base.clock()),
      onMet(members) {
        void own.met(members).catch(report);
        shown.met(members);
        void freshness.met(members);
      },
      onSynced() {
        firstCatalogue.settle();
        void connectivity.synced(base.clock()).catch(report);
        void freshness.check();
      },
      onQuarantine: (path: DocumentPath, cause) =>
        report(new GenError('Storage', 'quarantine', { document: path }, cause)),
    });
    // Before its documents open: what the relay says of them must find them.
    live = session;
    await session.open();
    await own.refresh();
    // Waits for the engine to run.
    void shown.open().catch(report);
    base.announce(['catalogue', 'connection']);
    return { device: { ...base, namespace: pin.namespace, records: session.records }, session };
  }

  async function close({ session }: Running): Promise<void> {
    over = undefined;
    live = undefined;
    await session.replica.repo.shutdown();
  }

  const life = createLifecycle<Running>({
    open,
    close,
    onFailure(error) {
      report(error);
      connectivity.problem(error);
    },
  });
  const running = (): Promise<Running> => life.running();
  const theDevice = async (): Promise<Device> => (await running()).device;
  const shown = createShownModeration({
    device: base,
    peek: async (path) => (await running()).session.peek(path),
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
  const loop = createWorkLoop({
    device: theDevice,
    finish: unlessHidden(finishWith(compile), moderation),
    async afterwards() {
      await own.refresh();
      await shown.ownChanged();
    },
    handOver,
    report,
  });
  // Before anything is open: the link may be up before the session is.
  connectivity.onOnline(() => void loop.work('all'));
  connectivity.onOffline(() => {
    firstCatalogue.settle();
    live?.linkLost();
  });
  void loop.work('due');

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
  const listing = createListing(catalogue, own, base, (path) => live?.held(path), moderation);
  const moderating = moderationMethods({
    running,
    shown,
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
    async search(query) {
      await running();
      await firstCatalogue.settled(connectivity.state());
      return listing.search(query);
    },
    async module(id) {
      const { device, session } = await running();
      const page = await modulePage(device, session, catalogue, listing.card, id, await moderation());
      if (typeof page === 'object' && 'people' in page) askAbout(device, page.people);
      return page;
    },
    async text(hash) {
      return readText(await theDevice(), hash);
    },
    async nameState(id) {
      const { device, session } = await running();
      const state = await nameState(device, session, catalogue, id);
      const { parts } = connectivity.state();
      // Of what may not be read the relay says the same as of what is not there.
      return state === 'free' && parts !== undefined && !isInParts(id, parts) ? 'unknown' : state;
    },
    async publish(draft, binary, asked) {
      const device = await theDevice();
      if (binary.size > MAX_BLOB)
        throw new GenError('QuotaExceeded', 'too-large', { field: 'file', limit: MAX_BLOB });
      const bytes = new Uint8Array(await binary.arrayBuffer());
      const checked = await reportOn(bytes, { maxSize: MAX_BLOB, digest, compile });
      const { id } = await publish(device, draft, { content: binary, report: checked }, asked);
      void loop.work('due');
      return id;
    },
    async rate(rating, asked) {
      const { id } = await rate(await theDevice(), rating, asked);
      void loop.work('due');
      return id;
    },
    async install(module, version, evenHidden, asked) {
      requireShown(await moderation(), [{ id: module }], evenHidden);
      const { id } = await requestInstall(await theDevice(), module, version, asked, evenHidden);
      void loop.work('due');
      return id;
    },
    async uninstall(id) {
      return uninstall(await theDevice(), id);
    },
    async installed() {
      return installations(await theDevice(), catalogue, await moderation());
    },
    async binary(id) {
      return installedBinary(await theDevice(), id);
    },
    proof: async (id) => (await base.tables.get('proofs', id))?.text,
    ...permissions,
    ...deviceMethods({
      device: theDevice,
      catalogue,
      origin: () => connectivity.state().relay,
      deliver: () => void loop.work('due'),
      startAnew() {
        // The link has proved the identity before; a new one proves the new one.
        life.restart();
        base.announce(['identity', 'catalogue']);
      },
    }),
    ...ownershipMethods({ device: theDevice, deliver: () => void loop.work('due') }),
    ...moderating,
    ...importRulesMethods({ device: theDevice, interrupt: (act) => loop.interrupt(act) }),
    async activity() {
      return activity(await theDevice());
    },
    async retry(job) {
      await retryJob(await theDevice(), job);
      void loop.work('all');
    },
    async cancel(job) {
      const device = await theDevice();
      // What cannot be stopped interrupts nothing else either.
      await refuseSent(device, job);
      await loop.interrupt(() => cancelJob(device, job));
      await own.refresh();
      await shown.ownChanged();
    },
    async clearActivity() {
      await clearFinished(await theDevice());
    },
    async draft(job) {
      return draftOf(await theDevice(), job);
    },
    async profile(did) {
      const { device, session } = await running();
      const person = await profileOf(device, session, did);
      if (person !== undefined) askAbout(device, { [did]: person });
      return person;
    },
    async setProfile(profile, asked) {
      const { id } = await setProfile(await theDevice(), profile, asked);
      void loop.work('due');
      return id;
    },
    identity: () => base.identity.facts(),
    async backup(passphrase) {
      const text = await base.identity.backup(passphrase);
      base.announce(['identity']);
      return text;
    },
    async restore(backup, passphrase) {
      const facts = await restoreIdentity(base, backup, passphrase);
      // The link has proved the identity before; a new one proves the new one.
      life.restart();
      base.announce(['identity', 'catalogue']);
      return facts;
    },
    storage: options.storage,
  };
}
