import { isFinished } from '../../app/jobs.ts';
import { activityItem } from '../../app/engine/activity.ts';
import { GenError } from '../../core/errors.ts';
import type { Member } from '../../core/record/member.ts';
import type { JobRow, Tables, Write } from '../../ports/tables.ts';
import { allDocuments, fetchDocuments, keptCatalogue } from '../catalogue-documents.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { sentenceFor } from '../sentences.ts';
import { work } from '../work.ts';

const BAD = new Set<JobRow['state']>(['refused', 'failed']);

/** `gen sync`: does what is queued, then fetches what is new of the catalogue and of every module ever looked at. */
export async function sync(context: Context): Promise<ExitCode> {
  const { out, signal } = context;
  const opened = await context.device();
  if (!opened.online) throw opened.problem ?? new GenError('Network', 'offline');
  const { tables, clock } = opened.device;
  const ended = await work(context, opened, 'all');
  if (signal.aborted) throw new GenError('Cancelled', 'aborted');
  const { members, missing } = await fetchDocuments(opened, await allDocuments(tables), signal);
  await forgetMet(tables, members);
  const waiting = (await tables.all('jobs')).filter((job) => !isFinished(job)).length;
  const modules = (await keptCatalogue(tables, clock())).size;
  const jobs = ended.map((job) => {
    const { job: id, kind, module, version, state, error } = activityItem(job);
    return { job: id, kind, module, version, state, error };
  });
  out.result({ ended: jobs, waiting, missing, modules }, () => [
    ...jobs.map(
      ({ kind, module, state, error }) =>
        `${kind} ${module}: ${state}${error === undefined ? '' : `. ${sentenceFor(error)}`}`,
    ),
    `${modules} modules in the catalogue, ${waiting} ${waiting === 1 ? 'job' : 'jobs'} waiting`,
  ]);
  if (missing.length > 0)
    out.note(`${missing.length} documents could not be fetched; give the command again.`);
  if (missing.length > 0) return EXIT.network;
  return ended.some(({ state }) => BAD.has(state)) ? EXIT.failure : EXIT.ok;
}

/** Records of this device that came back in a document need not be kept on their way any more. */
async function forgetMet(tables: Tables, members: readonly Member[]): Promise<void> {
  const met = new Set<string>(members.map(({ id }) => id));
  const rows = (await tables.all('outbox')).filter(({ id }) => met.has(id));
  if (rows.length > 0) await tables.write(rows.map(({ id }): Write => ({ table: 'outbox', remove: id })));
}
