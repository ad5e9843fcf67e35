import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Device } from '../app/device.ts';
import { knownModule } from '../app/known-records.ts';
import { GenError, toGenError } from '../core/errors.ts';
import { parseModuleId } from '../core/ids.ts';
import { MODULE_TYPES, type ModuleType } from '../core/module-type.ts';
import type { ModuleView } from '../core/view/module-view.ts';
import type { ReleaseDraft } from '../ports/engine.ts';
import { fileText } from './questions.ts';
import { parseNeed } from './spec.ts';

/** What can be said of a release by flags; the rest comes from `gen.json`, then from the release before. */
export interface DraftFlags {
  readonly id?: string;
  readonly name?: string;
  readonly description?: string;
  readonly versionNumber?: string;
  readonly tags?: readonly string[];
  readonly license?: string;
  readonly type?: ModuleType;
  readonly readme?: string;
  readonly changelog?: string;
  readonly author?: string;
  readonly homepage?: string;
  readonly repository?: string;
  readonly depends: readonly string[];
}

const MANIFEST = 'gen.json';

/** `gen.json`: the flags by their names; `readme` is a file beside it, `dependencies` a range for each id. */
const manifestFile = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    version: z.string(),
    tags: z.array(z.string()),
    license: z.string(),
    type: z.enum(MODULE_TYPES),
    readme: z.string(),
    changelog: z.string(),
    author: z.string(),
    homepage: z.string(),
    repository: z.string(),
    dependencies: z.record(z.string(), z.string()),
  })
  .partial();

type Manifest = z.infer<typeof manifestFile>;

/** @throws GenError InvalidInput `usage` naming what is missing | `gen-json`; NotFound `file` for the readme. */
export async function draftFor(
  device: Device,
  file: string,
  flags: DraftFlags,
  signal: AbortSignal,
): Promise<ReleaseDraft> {
  const folder = dirname(file);
  const manifest = await readManifest(join(folder, MANIFEST));
  const id = flags.id ?? manifest.id;
  const version = flags.versionNumber ?? manifest.version;
  const before = id === undefined ? undefined : await releaseBefore(device, id, signal);
  const licence = flags.license ?? manifest.license ?? before?.licence;
  if (id === undefined || version === undefined || licence === undefined) {
    const needed = { '--id': id, '--version-number': version, '--license': licence };
    const missing = Object.entries(needed).flatMap(([flag, value]) => (value === undefined ? [flag] : []));
    const text = `Missing ${missing.join(', ')}. Name them as flags or in a gen.json beside the binary.`;
    throw new GenError('InvalidInput', 'usage', { text });
  }
  return {
    id,
    version,
    licence,
    name: flags.name ?? manifest.name ?? before?.name ?? id.split('.').at(-1) ?? id,
    description: flags.description ?? manifest.description ?? before?.description ?? '',
    tags: flags.tags ?? manifest.tags ?? before?.tags ?? [],
    type: flags.type ?? manifest.type ?? before?.type ?? 'library',
    readme: await readmeText(flags.readme, manifest.readme, folder),
    changelog: flags.changelog ?? manifest.changelog ?? '',
    author: flags.author ?? manifest.author ?? before?.author,
    homepage: flags.homepage ?? manifest.homepage ?? before?.homepage ?? '',
    repository: flags.repository ?? manifest.repository ?? before?.repository ?? '',
    dependencies: dependenciesOf(flags, manifest),
  };
}

async function readManifest(file: string): Promise<Manifest> {
  let text: string;
  try {
    text = await fileText(file);
  } catch (thrown) {
    const error = toGenError(thrown);
    if (error.data['text'] === 'ENOENT') return {};
    throw error;
  }
  try {
    return manifestFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new GenError('InvalidInput', 'gen-json', { file, text: faultIn(cause) }, cause);
  }
}

function faultIn(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return 'not JSON';
  const [issue] = cause.issues;
  const at = issue?.path.join('.') ?? '';
  return at === '' ? (issue?.message ?? '') : `${at}: ${issue?.message ?? ''}`;
}

/** What was said of the module before holds on; without a relay it may be unknown. */
async function releaseBefore(
  device: Device,
  id: string,
  signal: AbortSignal,
): Promise<ModuleView | undefined> {
  try {
    return await knownModule(device, parseModuleId(id), signal);
  } catch (thrown) {
    const error = toGenError(thrown);
    if (error.code === 'Network' || error.code === 'Timeout') return undefined;
    throw error;
  }
}

/** The readme of the release before stays when none is named. */
async function readmeText(
  flag: string | undefined,
  named: string | undefined,
  folder: string,
): Promise<string> {
  if (flag !== undefined) return fileText(flag);
  return named === undefined ? '' : fileText(join(folder, named));
}

/** Flags replace what the file says; neither means that the release needs nothing. */
function dependenciesOf({ depends }: DraftFlags, manifest: Manifest): ReleaseDraft['dependencies'] {
  if (depends.length > 0) return depends.map(parseNeed);
  return Object.entries(manifest.dependencies ?? {}).map(([id, range]) => ({ id, range }));
}
