import { reportsAsker } from '../../adapters/http/ask-reports.ts';
import { wallClock } from '../../app/device.ts';
import { knownRecords } from '../../app/known-records.ts';
import { readCapabilities } from '../../app/read-capabilities.ts';
import { parseModuleId } from '../../core/ids.ts';
import { reportsDocument } from '../../core/record/document.ts';
import { reportsView } from '../../core/view/fold-reports.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { day, isoTime, table } from '../output.ts';

const UNVERIFIED = 'Reporters are unverified: anybody can make many identities.';

/** `gen reports`: which modules have some, by the relay's word. */
export async function reportedModules(context: Context): Promise<ExitCode> {
  const opened = await context.device();
  if (opened.problem !== undefined) throw opened.problem;
  const { tables, identity } = context.home();
  const ask = reportsAsker({
    base: context.options.relay,
    signer: () => identity.signer(),
    capabilities: () => readCapabilities({ tables, identity, clock: wallClock }),
    clock: wallClock,
  });
  const modules = await ask(context.signal);
  const json = modules.map(({ id, count, newest }) => ({ id, count, newest: isoTime(newest) }));
  context.out.result({ modules: json }, () =>
    modules.length === 0
      ? []
      : table([
          ['ID', 'REPORTS (UNVERIFIED)', 'NEWEST'],
          ...modules.map(({ id, count, newest }) => [id, String(count), day(newest)]),
        ]),
  );
  context.out.note(
    modules.length === 0 ? 'Nothing is reported.' : `${UNVERIFIED} "gen reports ID" shows what they say.`,
  );
  return EXIT.ok;
}

/** `gen reports ID`: the reports about one module and its reviews, verified here. */
export async function reports(context: Context, text: string): Promise<ExitCode> {
  const id = parseModuleId(text);
  const { device } = await context.device();
  const set = await knownRecords(device, reportsDocument(id), context.signal);
  const found = reportsView(set, id, device.clock());
  const json = found.map(({ time, ...report }) => ({ ...report, time: isoTime(time) }));
  context.out.result({ module: id, reports: json }, () =>
    found.length === 0
      ? []
      : table([
          ['TIME', 'REASON', 'ABOUT', 'BY', 'TEXT'],
          ...found.map(({ time, reason, reviewOf, version, reporter, text: said }) => [
            day(time),
            reason,
            reviewOf === undefined ? (version ?? 'the module') : `the review by ${reviewOf}`,
            reporter,
            said,
          ]),
        ]),
  );
  context.out.note(found.length === 0 ? `Nobody has reported ${id}.` : UNVERIFIED);
  return EXIT.ok;
}
