import { isCommunal } from '../access/capability.ts';
import { didOf, type Did, type Micros, type ModuleId, type Version } from '../ids.ts';
import { readBody, type Body, type ReportReason } from '../record/kinds.ts';
import { reportedAt, subjectKey } from '../record/moderation-path.ts';
import type { GenRecord } from '../record/record.ts';
import { compareRecords, upTo, type RecordSet } from './record-set.ts';
import { standingOf } from './standing.ts';

/** What somebody told the moderators. The reporter is the signer, and unverified: anybody can make an identity. */
export interface ReportView {
  readonly reporter: Did;
  /** Whose review it is about; absent: about the module itself. */
  readonly reviewOf?: Did | undefined;
  readonly reason: ReportReason;
  readonly text: string;
  readonly version?: Version | undefined;
  readonly time: Micros;
  /** Still in this device's outbox only. */
  readonly pending: boolean;
}

interface SaidReport {
  /** One for each person and subject. */
  readonly key: string;
  readonly reporter: Did;
  readonly rater: Did | undefined;
  readonly body: Body<'report'>;
}

/** What a record says in a document of reports, whether it counts or not; `undefined`: it is no report about this module. */
export function reportIn(
  { namespace, path, payload, subspace }: GenRecord,
  id: ModuleId,
): SaidReport | undefined {
  if (path[0] !== 'reports' || !isCommunal(namespace)) return undefined;
  const subject = reportedAt(path);
  const body = subject?.id === id ? readBody('report', payload) : undefined;
  if (subject === undefined || body === undefined) return undefined;
  const reporter = didOf(subspace);
  return { key: `${reporter} ${subjectKey(subject)}`, reporter, rater: subject.rater, body };
}

/**
 * One report per person and subject: the newest that fits, and was not made by a device that they have cut off, unless it
 * takes back what was said before. Newest first.
 */
export function reportsView(members: RecordSet, id: ModuleId, now: Micros): readonly ReportView[] {
  const newest = new Map<string, ReportView | undefined>();
  const set = upTo(members, now);
  const standing = standingOf(set, now);
  const oldestFirst = set.records
    .filter(({ path }) => path[0] === 'reports')
    .filter((record) => standing.fault(record) === undefined)
    .sort(compareRecords);
  for (const record of oldestFirst) {
    const said = reportIn(record, id);
    if (said === undefined) continue;
    const { key, reporter, rater, body } = said;
    const pending = members.pending.has(record.id);
    const view =
      'withdrawn' in body
        ? undefined
        : { reporter, reviewOf: rater, ...body, time: record.timestamp, pending };
    newest.set(key, view);
  }
  return [...newest]
    .flatMap(([key, view]) => (view === undefined ? [] : [{ key, view }]))
    .sort((a, b) => b.view.time - a.view.time || (a.key < b.key ? -1 : 1))
    .map(({ view }) => view);
}
