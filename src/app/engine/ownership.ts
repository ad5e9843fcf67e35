import { GenError } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import type { Topic } from '../../ports/engine.ts';
import type { OwnershipApi } from '../../ports/ownership.ts';
import type { Device } from '../device.ts';
import { cancelHandOver, handOver } from '../hand-over.ts';
import { knownModule } from '../known-records.ts';
import { distrustOwner, trustOwner } from '../pinned-owner.ts';
import { takeOver } from '../take-over.ts';

/** What makes a job takes the job's id from the page. */
export interface OwnershipMethods extends OwnershipApi {
  handOver(request: Parameters<OwnershipApi['handOver']>[0], job?: string): Promise<string>;
  cancelHandOver(request: Parameters<OwnershipApi['cancelHandOver']>[0], job?: string): Promise<string>;
  takeOver(request: Parameters<OwnershipApi['takeOver']>[0], job?: string): Promise<string>;
}

export interface OwnershipOptions {
  readonly device: () => Promise<Device>;
  /** There is a new job. */
  readonly deliver: () => void;
}

export function ownershipMethods({ device, deliver }: OwnershipOptions): OwnershipMethods {
  const topics = (id: ModuleId): readonly Topic[] => [`module/${id}`];
  return {
    async handOver(request, asked) {
      const { id } = await handOver(await device(), request, asked);
      deliver();
      return id;
    },
    async cancelHandOver(request, asked) {
      const { id } = await cancelHandOver(await device(), request.id, asked);
      deliver();
      return id;
    },
    async takeOver(request, asked) {
      const { id } = await takeOver(await device(), request.id, asked);
      deliver();
      return id;
    },
    async trustOwner({ id, owner }) {
      const here = await device();
      const view = await knownModule(here, id);
      if (view === undefined) throw new GenError('NotFound', 'module', { id });
      await trustOwner(here, view, owner);
      here.announce(topics(id));
    },
    async distrustOwner({ id }) {
      const here = await device();
      await distrustOwner(here, id);
      here.announce(topics(id));
    },
  };
}
