import { installedRows } from '../../src/app/installed-set.ts';
import { requestInstall, requestSetChange } from '../../src/app/request-change.ts';
import { parseModuleId, type ModuleId } from '../../src/core/ids.ts';
import type { InstallRequest, WholeChange } from '../../src/ports/sets.ts';
import type { JobRow, SwitchJob } from '../../src/ports/tables.ts';
import { person, type Person } from './person.ts';
import { startTestRelay } from './relay.ts';

export const app = parseModuleId('io.example.app');
export const base = parseModuleId('io.example.base');
export const viewer = parseModuleId('io.example.viewer');

type Yes = Pick<InstallRequest, 'set' | 'agreed' | 'evenHidden'>;

/** Alice publishes, Bob has the set; on a relay of theirs. */
export interface SetPair {
  readonly alice: Person;
  readonly bob: Person;
  /** @param needs range by id. */
  publishes(
    id: string,
    version: string,
    needs?: Readonly<Record<string, string>>,
    wasm?: Uint8Array<ArrayBuffer>,
  ): Promise<JobRow>;
  /** Asks for it and goes on with what is open. @returns the job as it stands then. */
  installs(id: ModuleId, request?: InstallRequest): Promise<SwitchJob>;
  changes(change: WholeChange, yes?: Yes): Promise<SwitchJob>;
  /** The version of each installed module. */
  versions(): Promise<Record<string, string>>;
  /** The same world with another device in Bob's place. */
  another(): Promise<SetPair>;
  close(): Promise<void>;
}

export async function setPair(): Promise<SetPair> {
  const { relay, close } = await startTestRelay();
  const [alice, bob] = await Promise.all([person(relay.address), person(relay.address)]);
  return pairOf({ alice, bob, address: relay.address, close });
}

function pairOf(world: Pick<SetPair, 'alice' | 'bob' | 'close'> & { readonly address: string }): SetPair {
  const { alice, bob, address, close } = world;

  async function drained({ id }: SwitchJob): Promise<SwitchJob> {
    await bob.drains();
    return (await bob.device.tables.get('jobs', id)) as SwitchJob;
  }

  return {
    alice,
    bob,
    close,
    another: async () => pairOf({ ...world, bob: await person(address) }),
    publishes(id, version, needs = {}, wasm) {
      const dependencies = Object.entries(needs).map(([needed, range]) => ({ id: needed, range }));
      return alice.publishes({ id, version, dependencies }, wasm);
    },
    installs: async (id, request) => drained(await requestInstall(bob.device, id, request)),
    changes: async (change, yes) => drained(await requestSetChange(bob.device, change, yes)),
    versions: async () =>
      Object.fromEntries((await installedRows(bob.device.tables)).map(({ id, version }) => [id, version])),
  };
}
