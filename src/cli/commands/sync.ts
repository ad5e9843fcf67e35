import { autoUpdate } from '../../app/auto-update.ts';
import { CARRIED_LOCK, withoutMet } from '../../app/carried.ts';
import { checkHead } from '../../app/check-head.ts';
import type { Device } from '../../app/device.ts';
import { isFinished, isSwitch } from '../../app/jobs.ts';
import { activityItem } from '../../app/engine/activity.ts';
import { storedPin } from '../../app/pin-relay.ts';
import { storedStory, type Story } from '../../app/story.ts';
import { GenError, toGenError } from '../../core/errors.ts';
import type { Member } from '../../core/record/member.ts';
import { memberIdOf } from '../../core/record/record.ts';
import { receiptsAmong } from '../../core/view/stories.ts';
import { DEFAULT_SET } from '../../ports/sets.ts';
import type { JobRow, Write } from '../../ports/tables.ts';
import { alarmWords } from '../alarm-words.ts';
import { allDocuments, fetchDocuments, keptCatalogue, partsNote } from '../catalogue-documents.ts';
import type { Context, OpenDevice } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { askingNote, jobTitle } from '../job-words.ts';
import { setWords } from '../named-set.ts';
import { isoTime } from '../output.ts';
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
  const { members, missing, parts } = await fetchDocuments(opened, await allDocuments(tables), signal);
  await forgetMet(opened.device, members);
  const { seen, alarm } = await verifiedStory(opened, members, parts !== undefined, signal);
  const verifiedAt = seen === undefined ? undefined : isoTime(seen.time);
  const catalogue = await keptCatalogue(tables, clock());
  const modules = catalogue.size;
  const auto = await autoUpdate(opened.device, { newestCard: (id) => catalogue.card(id)?.version, signal });
  if (auto.jobs.length > 0) ended.push(...(await work(context, opened, 'due')));
  const waiting = (await tables.all('jobs')).filter((job) => !isFinished(job)).length;
  const { paused } = auto;
  const facts = { waiting, missing, parts, modules, verifiedAt, alarm, updatesPaused: paused };
  out.result({ ended: ended.map(jobJson), ...facts }, () => [
    ...ended.map((job) => {
      const why = job.error === undefined ? '' : `. ${sentenceFor(job.error)}`;
      return `${jobTitle(job)}: ${job.state}${why}`;
    }),
    `${modules} modules in the catalogue, ${waiting} ${waiting === 1 ? 'job' : 'jobs'} waiting`,
    `last verified ${verifiedAt ?? 'never on this device'}`,
  ]);
  for (const job of ended.filter(isSwitch))
    if (job.state === 'asking') out.note(askingNote(job, await setWords(tables, job.set ?? DEFAULT_SET)));
  if (paused)
    out.note(
      'Nothing is updated by itself until the registry has said again what there is: "gen update" does it now.',
    );
  if (parts !== undefined) out.note(partsNote(parts));
  if (missing.length > 0)
    out.note(`${missing.length} documents could not be fetched; give the command again.`);
  if (alarm !== undefined) {
    out.warn(`gen: ${alarmWords(alarm)}`);
    return EXIT.verification;
  }
  if (missing.length > 0) return EXIT.network;
  return ended.some(({ state }) => BAD.has(state)) ? EXIT.failure : EXIT.ok;
}

function jobJson(job: JobRow) {
  const { job: id, kind, change, module, version, state, error } = activityItem(job);
  return { job: id, kind, change, module, version, state, error };
}

/**
 * A relay that shows no head is known by the age of the last one. Who may read a part is shown none.
 *
 * @throws GenError for a head that cannot be believed.
 */
async function verifiedStory(
  { device }: OpenDevice,
  members: readonly Member[],
  isPart: boolean,
  signal: AbortSignal,
): Promise<Story> {
  const story = await storedStory(device.tables);
  const pin = await storedPin(device.tables);
  if (pin === undefined || isPart) return story;
  try {
    return await checkHead(device, pin.relay, story, receiptsAmong(members), signal);
  } catch (thrown) {
    const error = toGenError(thrown);
    if (error.code === 'NotFound' || error.code === 'Network' || error.code === 'Timeout') return story;
    throw error;
  }
}

/**
 * Records of this device that came back in a document need not be kept on their way any more, and what files brought of a
 * document that was fetched need not be carried.
 */
async function forgetMet(
  { tables, locks }: Pick<Device, 'tables' | 'locks'>,
  members: readonly Member[],
): Promise<void> {
  const met = new Set<string>(members.map(({ id }) => id));
  const rows = (await tables.all('outbox')).filter(({ id }) => met.has(id));
  if (rows.length > 0) await tables.write(rows.map(({ id }): Write => ({ table: 'outbox', remove: id })));
  await locks.exclusive(CARRIED_LOCK, async () => {
    for (const row of await tables.all('carried')) {
      const kept = await tables.get('documents', row.path);
      const ids = new Set((kept?.members ?? []).map(memberIdOf));
      const write = withoutMet(row, (id) => ids.has(id));
      if (write !== undefined) await tables.write([write]);
    }
  });
}
