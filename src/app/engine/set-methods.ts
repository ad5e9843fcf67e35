import type { SetApi } from '../../ports/set-api.ts';
import type { SetRow, WholeChange } from '../../ports/sets.ts';
import { cyclePolicy, setCyclePolicy } from '../cycle-policy.ts';
import type { Device } from '../device.ts';
import { forgetStates } from '../forget-states.ts';
import { activeSet, setNamed } from '../installed-set.ts';
import { planView } from '../plan-view.ts';
import { requestSetChange } from '../request-change.ts';
import { setStates } from '../set-states.ts';
import { listSets, lockfileOf, removeSet, setAuto, chooseSet } from '../sets.ts';
import { undo } from '../undo.ts';

export interface SetMethods extends SetApi {
  changeSet(change: WholeChange, agreed?: string, job?: string): Promise<string>;
  undo(state: number, job?: string): Promise<string>;
}

export interface SetMethodsOptions {
  /** Waits for the engine to run. */
  readonly device: () => Promise<Device>;
  /** What is stored, whether or not a document is open. */
  readonly base: Pick<Device, 'tables'>;
  /** Something was queued. */
  readonly work: () => void;
  /** What is updated without being asked is another choice now. */
  readonly autoChanged: () => void;
}

export function setMethods({ device, base: { tables }, work, autoChanged }: SetMethodsOptions): SetMethods {
  const active = async (): Promise<SetRow> => setNamed(tables, await activeSet(tables));
  return {
    plan: async (module, wish) =>
      planView(await device(), await active(), { ...wish, kind: 'install', module }),
    planSet: async (change) => planView(await device(), await active(), { kind: 'set', change }),
    async changeSet(change, agreed, asked) {
      const { id } = await requestSetChange(await device(), change, { agreed }, asked);
      work();
      return id;
    },
    async undo(state, asked) {
      const { id } = await undo(await device(), state, asked);
      work();
      return id;
    },
    setStates: async () => setStates(tables, await activeSet(tables)),
    async forgetStates() {
      await forgetStates(await device(), await activeSet(tables));
    },
    sets: () => listSets(tables),
    chooseSet: async (name) => chooseSet(await device(), name),
    removeSet: async (name) => removeSet(await device(), name),
    async setAuto(id, on) {
      await setAuto(await device(), await activeSet(tables), id, on);
      autoChanged();
    },
    lockfile: async () => lockfileOf(await device(), await activeSet(tables)),
    cyclesAllowed: async () => (await cyclePolicy(tables)) === 'allow',
    allowCycles: async (on) => setCyclePolicy(await device(), on ? 'allow' : 'refuse'),
  };
}
