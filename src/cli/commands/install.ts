import { parseSetName, activeSet } from '../../app/installed-set.ts';
import type { Asked } from '../../app/plan-job.ts';
import { requestInstall } from '../../app/request-change.ts';
import { requireShown } from '../../app/require-shown.ts';
import { withNeeds } from '../../app/uninstall.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId, parseVersion, type ModuleId, type Version } from '../../core/ids.ts';
import type { InstallRequest, InstallWish, PlannedRelease } from '../../ports/sets.ts';
import type { InstallJob } from '../../ports/tables.ts';
import { agreedInstall } from '../agreed-install.ts';
import { withChanges, type Changed } from '../change-set.ts';
import type { Context, OpenDevice } from '../context.ts';
import { withHidden } from '../even-hidden.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { requireWanted, setWords } from '../named-set.ts';
import { table } from '../output.ts';
import { changeJson, changeTexts } from '../plan-lines.ts';
import { confirmed } from '../questions.ts';
import { agreedPlan, dryRun } from '../show-plan.ts';
import { parseWanted } from '../spec.ts';
import { carryOut } from '../work.ts';
import { writeModules } from '../write-modules.ts';

export interface InstallOptions {
  readonly out?: string;
  /** Says yes to what is hidden; `--yes` does not. */
  readonly hidden?: boolean;
  readonly set?: string;
  readonly dryRun?: boolean;
  readonly cycles?: 'allow' | 'refuse';
  readonly without?: readonly string[];
  readonly prereleases?: boolean;
}

/** `gen install`: the module with all it needs, verified; or queued until a relay, or a person, answers. */
export async function install(context: Context, spec: string, options: InstallOptions): Promise<ExitCode> {
  const { id, version, range } = parseWanted(spec);
  const { cycles, without = [], prereleases } = options;
  const wish: InstallWish = { version, range, cycles, drop: dropped(without), prereleases };
  const asked = { ...wish, kind: 'install', module: id } as const;
  const given = options.set === undefined ? undefined : parseSetName(options.set);
  const opened = await context.device();
  const set = given ?? (await activeSet(opened.device.tables));
  for (const one of asked.drop ?? []) await requireWanted(opened.device.tables, set, one);
  if (options.dryRun === true) return dryRun(context, opened, set, asked);
  const agreed = await agreedPlan(context, opened, set, asked);
  const request = { ...wish, set, agreed };
  const done = await withChanges(opened.device.tables, set, () =>
    shownInstall(context, opened, asked, request, options.hidden === true),
  );
  return report(context, opened, done, { spec, set, out: options.out });
}

/** Absent rather than empty: that is how a wish says that it drops nothing. */
function dropped(without: readonly string[]): readonly ModuleId[] | undefined {
  return without.length === 0 ? undefined : without.map(parseModuleId);
}

/** Of everything that the set holds then, the module and what it needs. */
async function report(
  context: Context,
  { device }: OpenDevice,
  { job, changes }: Changed<InstallJob>,
  {
    spec,
    set,
    out: folder,
  }: { readonly spec: string; readonly set: string; readonly out: string | undefined },
): Promise<ExitCode> {
  const { id: name, module: id, state, error, questions, setQuestion } = job;
  const plan = withNeeds([id], job.plan ?? []);
  const done = state === 'installed';
  const asks = state === 'asking';
  const files =
    done && folder !== undefined
      ? await writeModules(device, plan, { set, folder })
      : new Map<string, string>();
  if (!done && !asks && folder !== undefined)
    context.out.note(`Nothing was written to ${folder}: give this command again once it is installed.`);
  const modules = plan.map((release) => moduleJson(release, files));
  const version = plan.find((release) => release.id === id)?.version ?? job.version;
  const besides = changes.filter((line) => !plan.some((release) => release.id === line.id));
  const what = { job: name, set, module: id, version, state, modules, changes: changes.map(changeJson) };
  context.out.result({ ...what, questions, setQuestion, error }, () => {
    if (asks) return [];
    if (!done) return [`Queued the install of ${id}`];
    const rows = modules.map((one) => [`Installed ${one.id}`, one.version, one.file ?? one.sha256]);
    return [...table(rows), ...changeTexts(besides)];
  });
  if (!asks) return EXIT.ok;
  const again = `gen install ${spec}${await setWords(device.tables, set)} --yes`;
  context.out.note(`Nothing was changed. If that is what you want: ${again}`);
  return EXIT.permission;
}

function moduleJson({ id, version, sha256, size }: PlannedRelease, files: ReadonlyMap<string, string>) {
  return { id, version, sha256, size, file: files.get(id) };
}

/** What is hidden, or needs what is hidden, is installed only after a yes to that very module. */
function shownInstall(
  context: Context,
  opened: OpenDevice,
  { module: id }: Extract<Asked, { kind: 'install' }>,
  request: InstallRequest,
  hidden: boolean,
): Promise<InstallJob> {
  return withHidden(context, opened, hidden, async ({ moderation, evenHidden }) => {
    requireShown(moderation, [{ id }], evenHidden);
    const job = await confirmedInstall(context, opened, id, { ...request, evenHidden });
    return agreedInstall(context, opened, job);
  });
}

/** A release that no relay receipted is installed only after a yes to its very version. */
async function confirmedInstall(
  context: Context,
  opened: OpenDevice,
  id: ModuleId,
  request: InstallRequest,
): Promise<InstallJob> {
  const { device } = opened;
  try {
    return await carryOut(context, opened, await requestInstall(device, id, request));
  } catch (thrown) {
    const version = unconfirmedVersion(thrown, id);
    if (version === undefined || !canAsk(context)) throw thrown;
    await confirmed(context, `No relay has receipted ${id} ${version} yet. Install it all the same?`);
    return carryOut(context, opened, await requestInstall(device, id, { ...request, version }));
  }
}

function canAsk({ options, terminal }: Context): boolean {
  return options.yes || (options.input && terminal.interactive);
}

/** Only of the module itself: a version of something it needs cannot be asked for. */
function unconfirmedVersion(thrown: unknown, id: ModuleId): Version | undefined {
  if (!(thrown instanceof GenError) || thrown.reason !== 'unconfirmed' || thrown.data['id'] !== id)
    return undefined;
  return parseVersion(String(thrown.data['version']));
}
