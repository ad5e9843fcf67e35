import { activity, cancelJob, refuseSent, retryJob } from '../../app/engine/activity.ts';
import { DRAIN_LOCK } from '../../app/drain.ts';
import type { Device } from '../../app/device.ts';
import { moveJob, queued } from '../../app/queue.ts';
import { GenError } from '../../core/errors.ts';
import type { ActivityItem, Move } from '../../ports/activity.ts';
import { jobWord } from '../../ports/module-state.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { unaskedDevice } from '../local-device.ts';
import { byteCount, isoTime, table } from '../output.ts';
import { sentenceFor } from '../sentences.ts';

type QueueDeed = Move | 'cancel' | 'retry';

function rowOf(item: ActivityItem): string[] {
  const { job, kind, change, module = '', state, progress, retryAt, error } = item;
  const bytes =
    state === 'downloading' && progress !== undefined
      ? ` ${byteCount(progress.done)} of ${byteCount(progress.total)}`
      : '';
  return [
    String(item.place ?? ''),
    job,
    `${change ?? kind} ${module}`.trim(),
    `${jobWord(item) ?? state}${bytes}`,
    retryAt === undefined ? '' : isoTime(retryAt),
    error === undefined ? '' : sentenceFor(error),
  ];
}

/** `gen queue`: what waits, in the order in which it is done; asks nobody. */
export async function queue(context: Context): Promise<ExitCode> {
  const waiting = (await activity(context.home()))
    .filter(({ place, state }) => place !== undefined || state === 'asking')
    .sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity));
  const jobs = waiting.map((item) => {
    const { job, place, kind, change, module, version, state, progress, attempts, retryAt, error } = item;
    const nextTry = retryAt === undefined ? undefined : isoTime(retryAt);
    return { job, place, kind, change, module, version, state, progress, attempts, nextTry, error };
  });
  context.out.result({ jobs }, () =>
    waiting.length === 0 ? [] : table([['', 'ID', 'JOB', 'STATE', 'NEXT TRY', ''], ...waiting.map(rowOf)]),
  );
  if (waiting.length === 0) context.out.note('Nothing waits.');
  return EXIT.ok;
}

/** A job by its id, or by its place in the queue. @throws GenError NotFound `job`. */
async function named(device: Device, text: string): Promise<string> {
  if (!/^\d{1,6}$/.test(text)) return text;
  const job = (await queued(device.tables))[Number(text) - 1];
  if (job === undefined) throw new GenError('NotFound', 'job', { job: text });
  return job.id;
}

/** `gen queue first|up|down|cancel|retry JOB`; asks nobody: what is begun anew is done by the next `gen sync`. */
export async function changeQueue(context: Context, deed: QueueDeed, text: string): Promise<ExitCode> {
  const device = await unaskedDevice(context);
  const job = await named(device, text);
  if (deed === 'cancel') {
    await refuseSent(device, job);
    // Whoever is at work on it would write over what it has become.
    await device.locks.exclusive(DRAIN_LOCK, () => cancelJob(device, job));
  } else if (deed === 'retry') await retryJob(device, job);
  else await moveJob(device, job, deed);
  return queue(context);
}
