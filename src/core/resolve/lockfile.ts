import * as z from 'zod/mini';
import { GenError } from '../errors.ts';
import {
  parseModuleId,
  parseRange,
  parseSha256,
  parseVersion,
  type ModuleId,
  type Sha256,
  type Version,
  type VersionRange,
} from '../ids.ts';

/** A release that a lockfile names: by what it is, and by the signed record that says so. */
export interface LockedRelease {
  readonly id: ModuleId;
  readonly version: Version;
  readonly sha256: Sha256;
  readonly record: string;
}

/** What was asked for, and what was chosen for that. */
export interface Lockfile {
  /** Hex of the namespace that the releases are of. */
  readonly namespace: string;
  readonly wishes: readonly { readonly id: ModuleId; readonly range: VersionRange }[];
  /** Dependencies first. */
  readonly releases: readonly LockedRelease[];
}

const FORMAT = 'gen-registry-lock/1';
const MOST_RELEASES = 10_000;

const shape = z.object({
  format: z.literal(FORMAT),
  namespace: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  wants: z.record(z.string(), z.string()),
  modules: z
    .array(
      z.object({
        id: z.string(),
        version: z.string(),
        sha256: z.string(),
        record: z.string().check(z.regex(/^[\w-]{43}$/)),
      }),
    )
    .check(z.maxLength(MOST_RELEASES)),
});

/** The same text for the same set, a line for each module, so that two of them are compared line by line. */
export function writeLockfile({ namespace, wishes, releases }: Lockfile): string {
  const wants = Object.fromEntries(wishes.map(({ id, range }) => [id, range]));
  const lines = releases.map(
    ({ id, version, sha256, record }) => `    ${JSON.stringify({ id, version, sha256, record })}`,
  );
  const modules = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{
  "format": ${JSON.stringify(FORMAT)},
  "namespace": ${JSON.stringify(namespace)},
  "wants": ${JSON.stringify(wants, undefined, 2).replaceAll('\n', '\n  ')},
  "modules": ${modules}
}
`;
}

function parsed(text: string): z.output<typeof shape> {
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new GenError('InvalidInput', 'lockfile', {}, cause);
  }
}

/** @throws GenError InvalidInput `lockfile`, also where it names a module twice or asks for one that it does not name. */
export function readLockfile(text: string): Lockfile {
  const { namespace, wants, modules } = parsed(text);
  try {
    const releases = modules.map(({ id, version, sha256, record }) => ({
      id: parseModuleId(id),
      version: parseVersion(version),
      sha256: parseSha256(sha256),
      record,
    }));
    const wishes = Object.entries(wants).map(([id, range]) => ({
      id: parseModuleId(id),
      range: parseRange(range),
    }));
    const named = new Set(releases.map(({ id }) => id));
    if (named.size !== releases.length || !wishes.every(({ id }) => named.has(id)))
      throw new GenError('InvalidInput', 'lockfile');
    return { namespace, wishes, releases };
  } catch (cause) {
    throw new GenError('InvalidInput', 'lockfile', {}, cause);
  }
}
