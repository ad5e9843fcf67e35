import { letPublish } from '../../app/let-publish.ts';
import { capabilityLink } from '../../core/access/capability-link.ts';
import { areaOf } from '../../core/access/capability.ts';
import { parseModuleId } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { parseMoment } from '../moment.ts';
import { isoTime } from '../output.ts';
import { carryOut } from '../work.ts';

interface GrantOptions {
  readonly to: string;
  readonly until?: string;
}

/** `gen grant`: lets somebody publish a module, and prints the link that they need. */
export async function grant(context: Context, text: string, { to, until }: GrantOptions): Promise<ExitCode> {
  const id = parseModuleId(text);
  const end = until === undefined ? undefined : parseMoment(until);
  const opened = await context.device();
  const { job, capability } = await letPublish(opened.device, { id, to, until: end });
  const { state, error } = await carryOut(context, opened, job);
  const link = capabilityLink(context.options.relay, capability.bytes);
  const last = areaOf(capability.capability).times.end;
  const value = {
    job: job.id,
    module: id,
    to: job.to,
    until: last === undefined ? undefined : isoTime(last),
    delegation: capability.id,
    link,
    state,
    error,
  };
  context.out.result(value, () => [link]);
  context.out.note(`Give this link to ${job.to}: it is of no use to anybody else.`);
  context.out.note('They open it, or give the command: gen accept LINK');
  return EXIT.ok;
}
