import { nameDevice } from '../../app/name-device.ts';
import { parseDid } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { deviceJobJson } from '../device-job.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { carryOut } from '../work.ts';

/** `gen device name`. */
export async function renameDevice(context: Context, text: string, name: string): Promise<ExitCode> {
  const device = parseDid(text.trim());
  const opened = await context.device();
  const job = await carryOut(context, opened, await nameDevice(opened.device, { device, name }));
  context.out.result(deviceJobJson(job), () => [`${device} is called ${job.name}`]);
  return EXIT.ok;
}
