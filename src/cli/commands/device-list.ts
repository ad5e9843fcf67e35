import { ownDevices } from '../../app/own-devices.ts';
import type { DeviceView } from '../../core/view/fold-devices.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { day, isoTime, table } from '../output.ts';
import { endJson } from './publishers.ts';

/** `signs for you`, `cut off 2026-11-21: Lost on a train.` */
function stateText({ ended, pending }: DeviceView): string {
  if (ended === undefined) return pending ? 'signs for you, once the relay has it' : 'signs for you';
  return `cut off ${day(ended.time)}${ended.reason === '' ? '' : `: ${ended.reason}`}`;
}

/** `gen device list`: who signs for this person, oldest first. */
export async function listDevices(context: Context): Promise<ExitCode> {
  const { device: here } = await context.device();
  const { did: person, device, hasMain } = await here.identity.facts();
  const devices = await ownDevices(here);
  const shown = devices.map((one) => ({
    did: one.did,
    name: one.name,
    here: one.did === device,
    since: isoTime(one.since),
    ended: endJson(one.ended),
    pending: one.pending,
  }));
  context.out.result({ person, device, hasMain, devices: shown }, () =>
    table([
      ['NAME', 'DEVICE', 'SINCE', 'STATE', ''],
      ...devices.map((one) => [
        one.name,
        one.did,
        day(one.since),
        stateText(one),
        one.did === device ? 'this device' : '',
      ]),
    ]),
  );
  if (hasMain) context.out.note('Your main key is on this device: here you add devices and cut them off.');
  else context.out.note('Your main key is on another device: add devices and cut them off there.');
  return EXIT.ok;
}
