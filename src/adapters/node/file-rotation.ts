import { access, copyFile, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { toGenError } from '../../core/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FormerKey, IdentityRotation } from '../../ports/identity-rotation.ts';
import { fileIdentity } from './file-identity.ts';

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Files and the names that their folder gives them, as they are to be found after a power cut. */
async function flush(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

/**
 * The key that follows, and the one that was before it, as files beside the identity's own. Each step is one rename, so a
 * process that dies finds the same step again.
 */
export function fileRotation({ path, clock }: { path: string; clock: Clock }): IdentityRotation {
  const [next, former] = [`${path}.next`, `${path}.former`];

  async function swap(): Promise<void> {
    const copy = `${former}.new`;
    await copyFile(path, copy);
    await flush(copy);
    await rename(copy, former);
    await rename(next, path);
    await flush(dirname(path));
  }

  /** By its date, to the millisecond: of several rotations each keeps its own. */
  async function keep(): Promise<void> {
    if (!(await isThere(former))) return;
    const date = new Date(clock() / 1000).toISOString().replaceAll(':', '-');
    await rename(former, `${former}-${date}`);
    await flush(dirname(path));
  }

  async function kept(): Promise<readonly FormerKey[]> {
    const names = await readdir(dirname(path));
    const paths = names.filter((name) => name.startsWith(`${basename(former)}-`)).sort();
    return Promise.all(
      paths.map(async (name) => {
        const at = join(dirname(path), name);
        const { did } = await fileIdentity({ path: at, clock }).facts();
        return { did, at };
      }),
    );
  }

  async function forget({ at }: FormerKey): Promise<void> {
    await rm(at, { force: true });
    await flush(dirname(path));
  }

  const asStorage = (fault: unknown): Promise<never> => Promise.reject(toGenError(fault, 'Storage'));
  return {
    async step() {
      if (await isThere(next)) return 'handing-over';
      return (await isThere(former)) ? 'taking-over' : 'none';
    },
    next: async () => (await fileIdentity({ path: next, clock }).facts()).did,
    swap: () => swap().catch(asStorage),
    end: () => keep().catch(asStorage),
    formers: () => kept().catch(asStorage),
    forget: (key) => forget(key).catch(asStorage),
  };
}
