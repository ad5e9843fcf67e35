import { GenError } from '../core/errors.ts';
import type { SwitchJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { isSwitch, putJob } from './jobs.ts';
import { changeLock } from './request-change.ts';

async function installOf({ tables }: Device, job: string): Promise<SwitchJob> {
  const row = await tables.get('jobs', job);
  if (row === undefined || !isSwitch(row)) throw new GenError('NotFound', 'job', { job });
  return row;
}

/**
 * Keeps the yes to what an install asks, durable when it resolves; the next round goes on with it, whatever was tried
 * before. The yes is to these binaries and these imports: anything else is asked about anew, as when the plan has to be made
 * again because something else was installed meanwhile. Saying it again does nothing.
 *
 * Call it with nothing at work on the jobs: a job could be cancelled meanwhile.
 *
 * @param marks of the questions that the person saw.
 * @throws GenError NotFound `job`; InvalidState `not-asking` | `asks-otherwise`; Storage.
 */
export async function agreeToInstall(
  device: Device,
  id: string,
  marks: readonly string[],
): Promise<SwitchJob> {
  const asked = await installOf(device, id);
  return device.locks.exclusive(changeLock(asked), async () => {
    const job = await installOf(device, id);
    const agreed = job.agreed ?? [];
    if (job.state !== 'asking') {
      if (marks.length > 0 && marks.every((mark) => agreed.includes(mark))) return job;
      throw new GenError('InvalidState', 'not-asking', { job: id });
    }
    const questions = [...(job.questions ?? []), ...(job.setQuestion === undefined ? [] : [job.setQuestion])];
    const toAgree = questions.map(({ mark }) => mark);
    if (!toAgree.every((mark) => marks.includes(mark)))
      throw new GenError('InvalidState', 'asks-otherwise', {
        job: id,
        ...(job.module === undefined ? {} : { id: job.module }),
      });
    return putJob<SwitchJob>(device, job, {
      state: 'fetched',
      agreed: [...new Set([...agreed, ...toAgree])],
      attempts: 0,
      retryAt: undefined,
      questions: undefined,
      setQuestion: undefined,
    });
  });
}
