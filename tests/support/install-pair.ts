import { installedRow } from '../../src/app/installed-set.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { parseModuleId, parseVersion, type ModuleId } from '../../src/core/ids.ts';
import type { InstallJob } from '../../src/ports/tables.ts';
import { importingWasm } from './importing-wasm.ts';
import { person, type Person } from './person.ts';
import { startTestRelay } from './relay.ts';

export const codec = parseModuleId('io.example.codec');
export const other = parseModuleId('io.example.other');
export const CLOCK = 'wasi_snapshot_preview1.clock_time_get';
export const RANDOM = 'wasi_snapshot_preview1.random_get';

/** Alice publishes the codec, Bob installs it; on a relay of theirs. */
export interface InstallPair {
  readonly alice: Person;
  readonly bob: Person;
  publishes(version: string, ...imports: string[]): Promise<unknown>;
  /** Asks for the codec, or for another, and goes on with what is open. @returns the job as it stands then. */
  installs(what?: { id?: ModuleId; version?: string }): Promise<InstallJob>;
  rowOf(job: Pick<InstallJob, 'id'>): Promise<InstallJob>;
  /** The version of the codec that Bob has. */
  installed(): Promise<string | undefined>;
  close(): Promise<void>;
}

export async function installPair(): Promise<InstallPair> {
  const { relay, close } = await startTestRelay();
  const [alice, bob] = [await person(relay.address), await person(relay.address)];

  async function rowOf({ id }: Pick<InstallJob, 'id'>): Promise<InstallJob> {
    const row = await bob.device.tables.get('jobs', id);
    if (row?.kind !== 'install') throw new Error('no install');
    return row;
  }

  return {
    alice,
    bob,
    rowOf,
    close,
    publishes: (version, ...imports) => alice.publishes({ id: codec, version }, importingWasm(...imports)),
    async installs({ id = codec, version } = {}) {
      const wanted = version === undefined ? undefined : parseVersion(version);
      const job = await requestInstall(bob.device, id, { version: wanted });
      await bob.drains();
      return rowOf(job);
    },
    installed: async () => (await installedRow(bob.device.tables, codec))?.version,
  };
}
