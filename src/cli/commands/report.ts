import { report as sign, withdrawReport } from '../../app/report.ts';
import { parseDid } from '../../core/ids.ts';
import type { ReportReason } from '../../core/record/kinds.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { subjectText } from '../moderation-here.ts';
import { parseSpec } from '../spec.ts';
import { carryOut } from '../work.ts';

interface ReportOptions {
  readonly reviewOf?: string;
  readonly reason: ReportReason;
  readonly text?: string;
  readonly withdraw?: boolean;
}

/** `gen report`: tells the moderators; a newer one of the same person about the same takes its place. */
export async function report(context: Context, spec: string, options: ReportOptions): Promise<ExitCode> {
  const { id, version } = parseSpec(spec);
  const reviewOf = options.reviewOf === undefined ? undefined : parseDid(options.reviewOf.trim());
  const { reason, text = '', withdraw = false } = options;
  const opened = await context.device();
  const { device } = opened;
  const signed = withdraw
    ? await withdrawReport(device, { id, reviewOf })
    : await sign(device, { id, reviewOf, reason, text, version });
  const { state, id: job, error } = await carryOut(context, opened, signed);
  const said = withdraw ? {} : { reason, text, version };
  const about = subjectText(id, reviewOf);
  const done = state === 'receipted';
  context.out.result({ job, module: id, reviewOf, withdrawn: withdraw, ...said, state, error }, () => [
    withdraw
      ? `${done ? 'Took back' : 'Queued taking back'} the report about ${about}`
      : `${done ? 'Reported' : 'Queued the report about'} ${about}`,
  ]);
  if (!withdraw) context.out.note('A report is public, and says that it is by you.');
  return EXIT.ok;
}
