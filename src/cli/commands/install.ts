import { requestInstall } from '../../app/install.ts';
import { GenError } from '../../core/errors.ts';
import { parseVersion, type ModuleId, type Version } from '../../core/ids.ts';
import type { InstallJob } from '../../ports/tables.ts';
import type { Context, OpenDevice } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { table } from '../output.ts';
import { confirmed } from '../questions.ts';
import { parseSpec } from '../spec.ts';
import { carryOut } from '../work.ts';
import { writeModules } from '../write-modules.ts';

interface InstallOptions {
  readonly out?: string;
}

/** `gen install`: the module with all it needs, verified; or queued until a relay answers. */
export async function install(context: Context, spec: string, options: InstallOptions): Promise<ExitCode> {
  const { id, version } = parseSpec(spec);
  const opened = await context.device();
  const job = await confirmedInstall(context, opened, id, version);
  const plan = job.plan ?? [];
  const done = job.state === 'installed';
  const files =
    done && options.out !== undefined
      ? await writeModules(opened.device, plan, options.out)
      : new Map<string, string>();
  if (!done && options.out !== undefined) {
    context.out.note(`Nothing was written to ${options.out}: give this command again once it is installed.`);
  }
  const modules = plan.map(({ id: module, version: chosen, sha256, size }) => {
    return { id: module, version: chosen, sha256, size, file: files.get(module) };
  });
  const { id: name, state, error } = job;
  const chosen = plan.find((release) => release.id === id)?.version ?? version;
  context.out.result({ job: name, module: id, version: chosen, state, modules, error }, () =>
    done
      ? table(
          modules.map((module) => [`Installed ${module.id}`, module.version, module.file ?? module.sha256]),
        )
      : [`Queued the install of ${id}`],
  );
  return EXIT.ok;
}

/** A release that no relay receipted is installed only after a yes to its very version. */
async function confirmedInstall(
  context: Context,
  opened: OpenDevice,
  id: ModuleId,
  version: Version | undefined,
): Promise<InstallJob> {
  try {
    return await carryOut(context, opened, await requestInstall(opened.device, id, version));
  } catch (thrown) {
    const unconfirmed = unconfirmedVersion(thrown, id);
    if (unconfirmed === undefined || !canAsk(context)) throw thrown;
    await confirmed(context, `No relay has receipted ${id} ${unconfirmed} yet. Install it all the same?`);
    return carryOut(context, opened, await requestInstall(opened.device, id, unconfirmed));
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
