import { execFileSync, spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { versionsOf } from '../../../src/core/resolve/versions.ts';
import { askedProcess, type AskedProcess, type Reply } from './asked-process.ts';
import type { LocalRegistry } from './local-registry.ts';
import type { Placed, Releases } from './placed.ts';

/** Another solver, or ours in another place. Asked for any release of one module; `undefined`: not in time. */
export interface Peer {
  readonly what: string;
  ask(id: string, longest: number): Promise<Reply | undefined>;
  stop(): Promise<void>;
}

const STDIO: ['pipe', 'pipe', 'inherit'] = ['pipe', 'pipe', 'inherit'];

/** Ids in place of the names that the registry gave them. */
function withIds({ idOf }: LocalRegistry, reply: Reply): Reply {
  const renamed = (record: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(record).map(([name, version]) => [idOf(name), version]));
  const placed = (one: Placed): Placed => ({ ...one, id: idOf(one.id), finds: renamed(one.finds) });
  return {
    ...reply,
    ...(reply.chosen && { chosen: renamed(reply.chosen) }),
    ...(reply.placed && { placed: reply.placed.map(placed) }),
  };
}

function overHttp(what: string, registry: LocalRegistry, one: AskedProcess, before = ''): Peer {
  return {
    what,
    async ask(id, longest) {
      const reply = await one.ask(`${before}${registry.nameOf(id)}`, longest);
      return reply && withIds(registry, reply);
    },
    stop: one.stop,
  };
}

export function ourselves(registry: LocalRegistry): Peer {
  const one = askedProcess(() =>
    spawn(process.execPath, [fileURLToPath(new URL('./own-process.ts', import.meta.url)), registry.address], {
      stdio: STDIO,
    }),
  );
  return overHttp('ours, each module fetched when it is needed', registry, one);
}

/** The Arborist of the npm that runs this script; `undefined` where none does. */
function arboristPath(): string | undefined {
  const { npm_execpath: npm } = process.env;
  if (npm === undefined || !existsSync(npm)) return undefined;
  const path = join(dirname(dirname(realpathSync(npm))), 'node_modules', '@npmcli', 'arborist');
  return existsSync(path) ? path : undefined;
}

/** Asked in this order, as the second takes what the first has fetched. None without an npm. */
export function npmPeers(registry: LocalRegistry, folder: string): readonly Peer[] {
  const path = arboristPath();
  if (path === undefined) return [];
  const npm = (address: string, name: string): AskedProcess =>
    askedProcess(() =>
      spawn(
        process.execPath,
        [fileURLToPath(new URL('./npm-process.ts', import.meta.url)), path, address, join(folder, name)],
        {
          stdio: STDIO,
        },
      ),
    );
  const one = npm(registry.address, 'npm');
  const strict = npm(registry.peerAddress, 'npm-peers');
  return [
    overHttp('npm, nothing in its cache', registry, one),
    overHttp('npm, once more, all in memory', registry, one, 'again '),
    overHttp('npm, needs as peers, nothing in its cache', registry, strict),
    overHttp('npm, needs as peers, once more, all in memory', registry, strict, 'again '),
  ];
}

/** Each range as the versions that node-semver finds in it, so that a peer's own reading of ranges does not matter. */
function expanded(releases: Releases): object {
  const versions = new Map([...releases].map(([id, all]) => [id, versionsOf(id, all)]));
  const sets = new Map<string, readonly string[]>();
  function within(id: string, range: string): readonly string[] {
    const known = sets.get(`${id} ${range}`);
    if (known !== undefined) return known;
    const module = versions.get(id);
    const fitting = module?.within(range) ?? 0n;
    const list = (module?.releases ?? [])
      .filter(({ version }) => ((module?.only(version) ?? 0n) & fitting) !== 0n)
      .map(({ version }) => version);
    sets.set(`${id} ${range}`, list);
    return list;
  }
  return Object.fromEntries(
    [...versions].map(([id, { releases: all }]) => {
      const needs = all.map(({ version, dependencies }) => [
        version,
        dependencies.map((need) => [need.id, within(need.id, need.range)]),
      ]);
      return [id, { any: within(id, '*'), releases: Object.fromEntries(needs) }];
    }),
  );
}

/** Debian's python3-resolvelib; `undefined` where it is not installed. */
export async function resolvelib(releases: Releases, folder: string): Promise<Peer | undefined> {
  const python = '/usr/bin/python3';
  let version: string;
  try {
    const ask = 'import resolvelib; print(resolvelib.__version__)';
    version = execFileSync(python, ['-c', ask], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
  const file = join(folder, 'catalogue.json');
  await writeFile(file, JSON.stringify(expanded(releases)));
  const one = askedProcess(() =>
    spawn(python, [fileURLToPath(new URL('./resolvelib_process.py', import.meta.url)), file], {
      stdio: STDIO,
    }),
  );
  return { what: `resolvelib ${version} (Python), ranges read before`, ask: one.ask, stop: one.stop };
}
