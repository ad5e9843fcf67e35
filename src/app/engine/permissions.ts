import { capabilityLink } from '../../core/access/capability-link.ts';
import type { PermissionApi } from '../../ports/permissions.ts';
import type { Device } from '../device.ts';
import { acceptPermission, forgetPermission, heldPermissions } from '../held-permissions.ts';
import { letPublish } from '../let-publish.ts';
import { withdrawPublisher } from '../withdraw-publisher.ts';

/** What makes a job takes the job's id from the page. */
export interface PermissionMethods extends PermissionApi {
  letPublish(
    request: Parameters<PermissionApi['letPublish']>[0],
    job?: string,
  ): ReturnType<PermissionApi['letPublish']>;
  withdrawPublisher(
    request: Parameters<PermissionApi['withdrawPublisher']>[0],
    job?: string,
  ): ReturnType<PermissionApi['withdrawPublisher']>;
}

export interface PermissionOptions {
  readonly device: () => Promise<Device>;
  /** Where the app is served: links lead there. */
  readonly origin: () => string;
  /** There is a new job. */
  readonly deliver: () => void;
  /** There is a new permission to read: it is shown when a connection begins. */
  readonly connectAnew: () => void;
}

export function permissionMethods(options: PermissionOptions): PermissionMethods {
  const { device, origin, deliver, connectAnew } = options;
  return {
    async letPublish(request, asked) {
      const { job, capability } = await letPublish(await device(), request, asked);
      deliver();
      return { link: capabilityLink(origin(), capability.bytes), delegation: capability.id, job: job.id };
    },
    async withdrawPublisher(request, asked) {
      const { id } = await withdrawPublisher(await device(), request, asked);
      deliver();
      return id;
    },
    permissions: async () => heldPermissions(await device()),
    async acceptPermission(link) {
      const permission = await acceptPermission(await device(), link);
      if (permission.mode === 'read') connectAnew();
      return permission;
    },
    forgetPermission: async (id) => forgetPermission(await device(), id),
  };
}
