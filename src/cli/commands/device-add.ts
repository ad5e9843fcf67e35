import { ownModules } from '../../app/own-modules.ts';
import { pairDevice } from '../../app/pair-device.ts';
import { comparedKey } from '../../core/compared-key.ts';
import { GenError } from '../../core/errors.ts';
import { didOf } from '../../core/ids.ts';
import { readPairingRequest } from '../../core/record/pairing-request.ts';
import { loadCatalogue } from '../catalogue-documents.ts';
import type { Context } from '../context.ts';
import { deviceJob } from '../device-job.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { confirmed } from '../questions.ts';

/** `gen device add`: lets a new device sign for this person, after a yes. */
export async function addDevice(context: Context, link: string): Promise<ExitCode> {
  const { name, device: key } = readPairingRequest(link);
  const opened = await context.device();
  const { hasMain } = await opened.device.identity.facts();
  if (!hasMain) throw new GenError('PermissionDenied', 'main-key');
  await confirmed(
    context,
    `This lets the device "${name}" publish and rate in your name. Its key ends in ${comparedKey(didOf(key))}: compare it with what the device shows.`,
  );
  const { catalogue } = await loadCatalogue(context, opened);
  const modules = await ownModules(opened.device, catalogue);
  const paired = await pairDevice(opened.device, { link, origin: context.options.relay, modules });
  const { state, error } = await deviceJob(context, opened, paired.job);
  const { device, isLeft, missed } = paired;
  context.out.result({ job: paired.job, device, name, isLeft, missed, link: paired.link, state, error }, () =>
    isLeft ? [`${device} may sign for you: it is asked to join now`] : [paired.link],
  );
  if (isLeft) context.out.note('On the new device, if it does not wait for the answer: gen device join');
  else context.out.note('No relay keeps the answer. Take this link to the new device: gen device join LINK');
  if (missed.length > 0)
    context.out.note(`It may not publish these yet, as they could not be read now: ${missed.join(', ')}`);
  return EXIT.ok;
}
