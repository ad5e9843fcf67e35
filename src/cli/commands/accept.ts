import { acceptPermission } from '../../app/held-permissions.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { deedText, permissionJson } from './permissions.ts';
import { day } from '../output.ts';

/** `gen accept`: takes in the permission that a link holds. */
export async function accept(context: Context, link: string): Promise<ExitCode> {
  const { device } = await context.device();
  const permission = await acceptPermission(device, link);
  const { until } = permission;
  context.out.result(permissionJson(permission), () => [
    `You may ${deedText(permission)}${until === undefined ? '' : ` until ${day(until)}`}`,
  ]);
  return EXIT.ok;
}
