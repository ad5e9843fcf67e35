import { besideSource } from '../../app/carried.ts';
import { wallClock, type KeepingDevice } from '../../app/device.ts';
import { asLastRead, bundleChange, keepBundle, requireTrusted } from '../../app/import-bundle.ts';
import { activeSet, parseSetName } from '../../app/installed-set.ts';
import { storedNamespace } from '../../app/pin-relay.ts';
import { checkBundle, openBundle, type CheckedBundle } from '../../app/read-bundle.ts';
import type { BundleHeader } from '../../core/bundle/bundle.ts';
import { GenError } from '../../core/errors.ts';
import { didOf, parseDid, type Did } from '../../core/ids.ts';
import { withBundleFile } from '../bundle-file.ts';
import { changeSet, reportChanged } from '../change-set.ts';
import type { Context, OpenDevice } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { setWords } from '../named-set.ts';
import { openDevice } from '../open-device.ts';
import { agreedPlan, dryRun } from '../show-plan.ts';

interface ImportOptions {
  readonly set?: string;
  readonly trust?: string;
  readonly dryRun?: boolean;
  readonly hidden?: boolean;
}

/** Whose word counts here from now on is asked of a person, not of `--yes`. @returns the key that was said yes to. */
async function trustedRoot(
  { home, options, terminal }: Context,
  header: BundleHeader,
  given: Did | undefined,
): Promise<Did | undefined> {
  const known = await storedNamespace(home().tables);
  const root = didOf(header.namespace);
  if (known !== undefined || given !== undefined || !options.input || !terminal.interactive) {
    requireTrusted(header, known, given);
    return given;
  }
  const question = `This data folder belongs to no registry yet; the bundle is of the one whose key is ${root}. Trust it from now on?`;
  if (!(await terminal.confirm(question))) throw new GenError('Cancelled', 'aborted');
  return root;
}

/** As if the bundle were kept. */
function asIfKept(device: KeepingDevice, { documents, blobs }: CheckedBundle): KeepingDevice {
  const { tables } = device;
  return {
    ...device,
    records: besideSource(device.records, async (path) => documents.get(path) ?? []),
    tables: {
      ...tables,
      keys: async (table) => [
        ...(await tables.keys(table)),
        ...(table === 'blobs' ? blobs.map(({ sha256 }) => sha256) : []),
      ],
    },
  };
}

async function openedFor(context: Context, { header }: CheckedBundle): Promise<OpenDevice> {
  const { home, options, signal } = context;
  if ((await storedNamespace(home().tables)) !== undefined) return context.device();
  const choice = { address: options.relay, client: undefined, namespace: header.namespace };
  return openDevice(home(), choice, signal);
}

/** `gen bundle import`: what a bundle holds, checked, kept and installed, on a device that may never have met a relay. */
export function importFromFile(context: Context, file: string, options: ImportOptions): Promise<ExitCode> {
  const given = options.set === undefined ? undefined : parseSetName(options.set);
  const trust = options.trust === undefined ? undefined : parseDid(options.trust);
  return withBundleFile(file, async (source) => {
    const header = await openBundle(source);
    await trustedRoot(context, header, trust);
    const bundle = await checkBundle(source, header, context.signal);
    const { tables } = context.home();
    const set = given ?? (await activeSet(tables));
    const change = bundleChange(header);
    const asked = { kind: 'set', change } as const;
    if (options.dryRun === true) {
      const opened = await openedFor(context, bundle);
      return dryRun(context, { ...opened, device: asIfKept(opened.device, bundle) }, set, asked);
    }
    await keepBundle({ ...context.home(), clock: wallClock }, source, bundle, asLastRead(tables));
    const opened = await context.device();
    await agreedPlan(context, opened, set, asked);
    const done = await changeSet(context, opened, set, change, options.hidden);
    return reportChanged(context, set, done, {
      again: `gen bundle import ${file}${await setWords(tables, set)}`,
      nothing: `${set} holds all of ${file} already.`,
    });
  });
}
