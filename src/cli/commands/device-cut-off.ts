import { cutOffDevice } from '../../app/cut-off-device.ts';
import { ownModules } from '../../app/own-modules.ts';
import { GenError } from '../../core/errors.ts';
import { parseDid } from '../../core/ids.ts';
import { loadCatalogue } from '../catalogue-documents.ts';
import type { Context } from '../context.ts';
import { deviceJobJson } from '../device-job.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { confirmed } from '../questions.ts';
import { carryOut } from '../work.ts';

/** `gen device cut-off`: nothing new of a device is taken; what is receipted stands. */
export async function cutOff(
  context: Context,
  text: string,
  { reason = '' }: { readonly reason?: string },
): Promise<ExitCode> {
  const device = parseDid(text.trim());
  const opened = await context.device();
  const { hasMain } = await opened.device.identity.facts();
  if (!hasMain) throw new GenError('PermissionDenied', 'main-key');
  await confirmed(
    context,
    `This cuts ${device} off: nothing new by it is taken, and it cannot be undone. What the relay has receipted stands, as far as it is known here or the relay lists it; a rating of the last minutes may have to be given again.`,
  );
  const { catalogue } = await loadCatalogue(context, opened);
  const modules = await ownModules(opened.device, catalogue);
  const { job: cut, missed } = await cutOffDevice(opened.device, { device, reason: reason.trim() }, modules);
  const job = await carryOut(context, opened, cut);
  context.out.result({ ...deviceJobJson(job), missed }, () => [`${job.name} signs for you no more`]);
  if (missed.length > 0)
    context.out.note(
      `These could not be read now and still list it, though nothing new of it is taken there: ${missed.join(', ')}. To end that too, run this again.`,
    );
  return EXIT.ok;
}
