import { deviceInvitation, joinPerson } from '../../app/device-offer.ts';
import type { KeepingDevice } from '../../app/device.ts';
import { requireNoOpenJobs } from '../../app/restore-identity.ts';
import { GenError } from '../../core/errors.ts';
import type { DeviceInvitation } from '../../ports/devices.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { confirmed } from '../questions.ts';

/** What is lost with the identity of now: a key that is nowhere else is gone for ever. */
async function lossText(device: KeepingDevice): Promise<string> {
  const { did, hasMain, backedUpAt } = await device.identity.facts();
  if (!hasMain) return `It signed for ${did} until now.`;
  const lost = backedUpAt === undefined ? ', which has no backup and will be gone for ever' : '';
  return `It replaces the identity ${did}${lost}.`;
}

/** The key that follows would take the place of the one that joined. @throws GenError InvalidState `rotating` */
async function requireNoRotation(context: Context): Promise<void> {
  const step = (await context.home().rotation?.step()) ?? 'none';
  if (step !== 'none') throw new GenError('InvalidState', 'rotating', { step });
}

/**
 * Becomes a device of whoever answered, after a yes.
 *
 * @throws GenError InvalidState `rotating` | `jobs-open` | `no-offer`
 */
export async function takeInvitation(
  context: Context,
  device: KeepingDevice,
  { person, modules }: DeviceInvitation,
): Promise<ExitCode> {
  await requireNoRotation(context);
  await requireNoOpenJobs(device);
  await confirmed(context, `This device signs for ${person} from now on. ${await lossText(device)}`);
  // Another process may have begun one while the question stood.
  await requireNoRotation(context);
  await joinPerson(device, person);
  const { device: did } = await device.identity.facts();
  context.out.result({ person, device: did, modules }, () => [`You are ${person} now, on this device too`]);
  return EXIT.ok;
}

/** `gen device join`: by the answer that the relay keeps, or by its link. */
export async function join(context: Context, link: string | undefined): Promise<ExitCode> {
  const { device } = await context.device();
  const invitation = await deviceInvitation(device, link);
  if (invitation === undefined) throw new GenError('NotFound', 'pairing');
  return takeInvitation(context, device, invitation);
}
