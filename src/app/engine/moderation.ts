import { reportsDocument } from '../../core/record/document.ts';
import { reportsView } from '../../core/view/fold-reports.ts';
import { recordSet } from '../../core/view/record-set.ts';
import { GenError } from '../../core/errors.ts';
import type { AskReports, ModerationApi } from '../../ports/moderation.ts';
import { isAdminAt } from '../admin.ts';
import type { Device } from '../device.ts';
import { hide, hideAsAdmin } from '../hide.ts';
import { outboxMembers } from '../known-records.ts';
import { followModerator, unfollowModerator } from '../moderators.ts';
import { report, withdrawReport } from '../report.ts';
import type { HiddenModules } from './hidden-modules.ts';
import type { Session } from './session.ts';
import type { ShownModeration } from './shown-moderation.ts';

/** What makes a job takes the job's id from the page. */
export interface ModerationMethods extends ModerationApi {
  report(request: Parameters<ModerationApi['report']>[0], job?: string): Promise<string>;
  withdrawReport(request: Parameters<ModerationApi['withdrawReport']>[0], job?: string): Promise<string>;
  hide(request: Parameters<ModerationApi['hide']>[0], job?: string): Promise<string>;
}

export interface ModerationOptions {
  readonly running: () => Promise<{ readonly device: Device; readonly session: Session }>;
  readonly shown: ShownModeration;
  readonly hidden: HiddenModules;
  /** Absent: no relay is asked. */
  readonly askReports: AskReports | undefined;
  /** There is a new job. */
  readonly deliver: () => void;
}

export function moderationMethods(options: ModerationOptions): ModerationMethods {
  const { running, shown, hidden, askReports, deliver } = options;
  const device = async (): Promise<Device> => (await running()).device;

  /** Kept before it is called done: an engine that starts anew lists by it until it has read the lists. */
  async function hidesAnew<Done>(change: (on: Device) => Promise<Done>): Promise<Done> {
    const on = await device();
    // What a list drops now must have been seen in it.
    await hidden.now();
    const done = await change(on);
    await hidden.now();
    return done;
  }

  return {
    async report(request, asked) {
      const { id } = await report(await device(), request, asked);
      deliver();
      return id;
    },
    async withdrawReport(request, asked) {
      const { id } = await withdrawReport(await device(), request, asked);
      deliver();
      return id;
    },
    async reports(id) {
      const current = await running();
      const path = reportsDocument(id);
      const { members } = await current.session.peek(path);
      const set = recordSet(members.values(), await outboxMembers(current.device, path));
      const { did } = await current.device.identity.facts();
      return {
        reports: reportsView(set, id, current.device.clock()),
        mine: did,
        synced: current.session.hasAnswered(path),
      };
    },
    async reportInbox() {
      if (askReports === undefined) throw new GenError('Network', 'offline');
      await running();
      return askReports();
    },
    async hide(request, asked) {
      const { id } = await hidesAnew(async (on) => {
        const job = await hide(on, request, asked);
        await shown.ownChanged();
        return job;
      });
      deliver();
      return id;
    },
    async hideAsAdmin(request) {
      await hideAsAdmin(await device(), request);
    },
    async moderators() {
      const [current, { lists }] = await Promise.all([device(), shown.known()]);
      return { lists, isAdmin: await isAdminAt(current, ['moderation', 'modules']) };
    },
    async ownList() {
      return (await shown.known()).ownLines;
    },
    async followModerator(who) {
      await hidesAnew(async (on) => {
        await followModerator(on, who);
        await shown.choiceChanged();
      });
    },
    async unfollowModerator(who) {
      await hidesAnew(async (on) => {
        await unfollowModerator(on, who);
        await shown.choiceChanged();
      });
    },
  };
}
