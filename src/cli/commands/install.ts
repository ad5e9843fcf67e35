import { requestInstall } from '../../app/request-change.ts';
import { requireShown } from '../../app/require-shown.ts';
import { GenError } from '../../core/errors.ts';
import {
  parseModuleId,
  parseVersion,
  type ModuleId,
  type Version,
  type VersionRange,
} from '../../core/ids.ts';
import type { Moderation } from '../../core/view/moderation.ts';
import type { InstallJob } from '../../ports/tables.ts';
import type { Context, OpenDevice } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { agreedInstall } from '../agreed-install.ts';
import { hidingText, moderationHere } from '../moderation-here.ts';
import { table } from '../output.ts';
import { confirmed } from '../questions.ts';
import { parseWanted } from '../spec.ts';
import { carryOut } from '../work.ts';
import { writeModules } from '../write-modules.ts';

interface InstallOptions {
  readonly out?: string;
  /** Says yes to what is hidden; `--yes` does not. */
  readonly hidden?: boolean;
}

/** `gen install`: the module with all it needs, verified; or queued until a relay, or a person, answers. */
export async function install(context: Context, spec: string, options: InstallOptions): Promise<ExitCode> {
  const { id, version, range } = parseWanted(spec);
  const opened = await context.device();
  const job = await shownInstall(context, opened, { id, version, range }, options);
  const plan = job.plan ?? [];
  const done = job.state === 'installed';
  const asks = job.state === 'asking';
  const files =
    done && options.out !== undefined
      ? await writeModules(opened.device, plan, options.out)
      : new Map<string, string>();
  if (!done && !asks && options.out !== undefined) {
    context.out.note(`Nothing was written to ${options.out}: give this command again once it is installed.`);
  }
  const modules = plan.map(({ id: module, version: chosen, sha256, size }) => {
    return { id: module, version: chosen, sha256, size, file: files.get(module) };
  });
  const { id: name, state, error } = job;
  const chosen = plan.find((release) => release.id === id)?.version ?? version;
  const { questions } = job;
  context.out.result({ job: name, module: id, version: chosen, state, modules, questions, error }, () =>
    done
      ? table(
          modules.map((module) => [`Installed ${module.id}`, module.version, module.file ?? module.sha256]),
        )
      : asks
        ? []
        : [`Queued the install of ${id}`],
  );
  if (!asks) return EXIT.ok;
  context.out.note(`Nothing was changed. If that is what you want: gen install ${spec} --yes`);
  return EXIT.permission;
}

interface Wanted {
  readonly id: ModuleId;
  readonly version: Version | undefined;
  readonly range: VersionRange | undefined;
  /** What the person said yes to although it is hidden. */
  readonly evenHidden?: readonly ModuleId[];
}

/** What is hidden, or needs what is hidden, is installed only after a yes to that very module. */
async function shownInstall(
  context: Context,
  opened: OpenDevice,
  wanted: Wanted,
  options: InstallOptions,
): Promise<InstallJob> {
  const { moderation } = await moderationHere(context, opened);
  try {
    requireShown(moderation, [wanted], wanted.evenHidden);
    return await agreedInstall(context, opened, await confirmedInstall(context, opened, wanted));
  } catch (thrown) {
    const evenHidden = hiddenModules(thrown);
    if (evenHidden === undefined) throw thrown;
    if (options.hidden !== true) await confirmedHidden(context, thrown, moderation, evenHidden);
    return shownInstall(context, opened, { ...wanted, evenHidden }, options);
  }
}

/** What an install met that is hidden, with what was said yes to before. */
function hiddenModules(thrown: unknown): ModuleId[] | undefined {
  if (!(thrown instanceof GenError) || thrown.reason !== 'hidden') return undefined;
  return (thrown.data['ids'] as readonly string[]).map(parseModuleId);
}

/** Asked at a terminal alone. @throws the refusal itself where nobody can answer; Cancelled for a no. */
async function confirmedHidden(
  { options, terminal, out }: Context,
  refusal: unknown,
  moderation: Moderation,
  ids: readonly ModuleId[],
): Promise<void> {
  if (!options.input || !terminal.interactive) throw refusal;
  for (const id of ids)
    for (const hiding of moderation.module(id)) out.note(`${id} is hidden by ${hidingText(hiding)}`);
  if (!(await terminal.confirm(`Install ${ids.join(', ')} all the same?`)))
    throw new GenError('Cancelled', 'aborted');
}

/** A release that no relay receipted is installed only after a yes to its very version. */
async function confirmedInstall(
  context: Context,
  opened: OpenDevice,
  { id, version, range, evenHidden }: Wanted,
): Promise<InstallJob> {
  const request = (chosen: Version | undefined) =>
    requestInstall(opened.device, id, { version: chosen, range, evenHidden });
  try {
    return await carryOut(context, opened, await request(version));
  } catch (thrown) {
    const unconfirmed = unconfirmedVersion(thrown, id);
    if (unconfirmed === undefined || !canAsk(context)) throw thrown;
    await confirmed(context, `No relay has receipted ${id} ${unconfirmed} yet. Install it all the same?`);
    return carryOut(context, opened, await request(unconfirmed));
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
