import { activityItem } from '../../app/engine/activity.ts';
import { storedNamespace } from '../../app/pin-relay.ts';
import { toHex } from '../../core/bytes.ts';
import type { ActivityItem } from '../../ports/activity.ts';
import { jobWord } from '../../ports/module-state.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { isoTime, table } from '../output.ts';
import { sentenceFor } from '../sentences.ts';

/** `gen status`: jobs and what is on its way, newest first; asks nobody. */
export async function status(context: Context): Promise<ExitCode> {
  const { tables } = context.home();
  const { relay, data } = context.options;
  const known = await storedNamespace(tables);
  const namespace = known === undefined ? undefined : toHex(known);
  const outbox = (await tables.all('outbox')).filter(({ state }) => state === 'ready').length;
  const jobs = [...(await tables.all('jobs'))].sort((a, b) => b.createdAt - a.createdAt).map(activityItem);
  context.out.result({ relay, namespace, data, outbox, jobs: jobs.map(jobJson) }, () => [
    `relay      ${relay}`,
    `namespace  ${namespace ?? 'unknown until the first contact'}`,
    `outbox     ${outbox} ${outbox === 1 ? 'record' : 'records'}`,
    ...(jobs.length === 0
      ? []
      : ['', ...table([['STATE', 'JOB', 'MODULE', 'VERSION', 'SINCE', ''], ...jobs.map(jobRow)])]),
  ]);
  return EXIT.ok;
}

function jobJson({
  job,
  kind,
  change,
  module,
  version,
  stars,
  permit,
  reviewOf,
  takesBack,
  name,
  state,
  attempts,
  error,
  createdAt,
  updatedAt,
}: ActivityItem) {
  return {
    job,
    kind,
    change,
    module,
    version,
    stars,
    permit,
    reviewOf,
    takesBack,
    name,
    state,
    attempts,
    error,
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
  };
}

function jobRow(item: ActivityItem): string[] {
  const { kind, change, module, version, state, createdAt, error } = item;
  return [
    jobWord(item) ?? state,
    change ?? kind,
    module ?? '',
    version ?? '',
    isoTime(createdAt),
    error === undefined ? '' : sentenceFor(error),
  ];
}
