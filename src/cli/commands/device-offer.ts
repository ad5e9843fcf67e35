import { setTimeout as pause } from 'node:timers/promises';
import { deviceInvitation, offerDevice } from '../../app/device-offer.ts';
import { comparedKey } from '../../core/compared-key.ts';
import { GenError } from '../../core/errors.ts';
import type { Device } from '../../app/device.ts';
import type { DeviceInvitation } from '../../ports/devices.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { isoTime } from '../output.ts';
import { takeInvitation } from './device-join.ts';

const EVERY_MS = 3_000;
/** As long as a relay keeps an answer. */
const LONGEST_MS = 15 * 60_000;

/** @throws GenError NotFound `pairing` when nobody answered in time; Cancelled. */
async function answered(device: Device, signal: AbortSignal): Promise<DeviceInvitation> {
  for (const end = Date.now() + LONGEST_MS; Date.now() < end;) {
    const invitation = await deviceInvitation(device);
    if (invitation !== undefined) return invitation;
    await pause(EVERY_MS, undefined, { signal });
  }
  throw new GenError('NotFound', 'pairing');
}

/** `gen device offer`: what the device with the main key adds this one by. The link is the only secret, and the only output. */
export async function offer(
  context: Context,
  { name, wait = false }: { readonly name: string; readonly wait?: boolean },
): Promise<ExitCode> {
  const { device } = await context.device();
  const made = await offerDevice(device, name, context.options.relay);
  const { device: did, link, offeredAt } = made;
  context.out.result({ device: did, name: made.name, link, offeredAt: isoTime(offeredAt) }, () => [link]);
  context.out.note(`The key of this device ends in ${comparedKey(did)}. Show the link to nobody else.`);
  context.out.note(
    'Open it on the device that has your main key, or give the command there: gen device add LINK',
  );
  if (!wait) {
    context.out.note('Then, within 15 minutes: gen device join');
    return EXIT.ok;
  }
  context.out.note('Waiting for the answer. Ctrl-C stops; "gen device join" goes on.');
  return takeInvitation(context, device, await answered(device, context.signal));
}
