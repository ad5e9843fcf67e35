import { ascii, toHex } from '../core/bytes.ts';
import { sha256 } from '../core/hash.ts';
import { SHARED_FILES } from '../ports/background.ts';

/** A file of a build. Without a revision its name tells its content. */
export interface ShellFile {
  readonly url: string;
  readonly revision: string | null;
}

/** The app's files on this device, all of a build or none. */
export interface Shell {
  /** Keeps what this build is made of. @throws where a file cannot be had: the browser tries this build again later. */
  install(): Promise<void>;
  /** This build is in use: of the others only the one before stays, for tabs that have not reloaded yet. */
  activate(): Promise<void>;
  /** `undefined` for a path that is none of a kept build's: the network is asked. */
  answer(path: string): Promise<Response> | undefined;
}

interface World {
  readonly caches: CacheStorage;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly origin: string;
}

const PREFIX = 'gen-registry-shell/';
/** Files whose names tell their content: the same in every build that names them. */
const HASHED = '/assets/';
/** Stands in the cache of a build that was in use, and is none of its files. */
const USED = '/.used';
/** A file as it is on the relay, whatever an encoding or a header in between. */
const ANY: CacheQueryOptions = { ignoreVary: true };

export function openShell(files: readonly ShellFile[], { caches, fetch, origin }: World): Shell {
  const name = PREFIX + toHex(sha256(ascii(JSON.stringify(files))).subarray(0, 8));
  const paths = new Set(files.map(({ url }) => `/${url}`));

  async function keep(cache: Cache, { url, revision }: ShellFile): Promise<void> {
    const address = `${origin}/${url}`;
    // Installing was cut off, or an earlier build has it.
    const kept = await (revision === null ? caches.match(address, ANY) : cache.match(address, ANY));
    const response =
      kept ?? (await fetch(new Request(address, revision === null ? {} : { cache: 'reload' })));
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    await cache.put(address, response);
  }

  return {
    async install() {
      const cache = await caches.open(name);
      await Promise.all(files.map((file) => keep(cache, file)));
    },

    async activate() {
      const others = (await caches.keys()).filter((key) => key !== name && key !== SHARED_FILES);
      const used = await Promise.all(
        others.map(async (key) => (await caches.open(key)).match(origin + USED)),
      );
      // In the order in which they were made. A build that waited and was overtaken has no tabs.
      const before = others.findLast((_, place) => used[place] !== undefined);
      await (await caches.open(name)).put(origin + USED, new Response());
      await Promise.all(others.filter((key) => key !== before).map((key) => caches.delete(key)));
    },

    answer(path) {
      if (!paths.has(path) && !path.startsWith(HASHED)) return undefined;
      const address = origin + path;
      return (async () => {
        const own = await (await caches.open(name)).match(address, ANY);
        const kept = own ?? (path.startsWith(HASHED) ? await caches.match(address, ANY) : undefined);
        return kept ?? fetch(new Request(address));
      })();
    },
  };
}
