import { encode } from 'cborg';
import { setImmediate } from 'node:timers/promises';
import { toBase64Url } from '../core/bytes.ts';
import { sha256 } from '../core/hash.ts';
import { parseModuleId, type Micros, type ModuleId } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import { decodeMember } from '../core/record/member.ts';
import type { GenRecord } from '../core/record/record.ts';
import { reportIn } from '../core/view/fold-reports.ts';
import { compareRecords } from '../core/view/record-set.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from './journal.ts';

/** Which modules have reports, as `GET /reports` answers it: an index for moderators, and no evidence. */
export interface ReportIndex {
  /** @throws GenError Storage */
  newest(): Promise<PublishedReports>;
}

export interface PublishedReports {
  readonly etag: string;
  /** CBOR: docs/FORMAT.md, section 12. */
  readonly answer: Uint8Array;
}

/** The newest that one person said of one thing. */
interface Said extends Pick<GenRecord, 'timestamp' | 'digest'> {
  readonly withdrawn: boolean;
}

interface Line {
  readonly id: ModuleId;
  readonly count: number;
  readonly newest: Micros;
}

/** Modules in one answer, those with the newest reports. */
const MOST_LISTED = 1000;
/** The journal is looked at once in this time, however many ask. */
const FRESH_MICROS = 1_000_000;
/** Entries that are read at a time, before other work has its turn. */
const SLICE = 50;
const BELOW = 'reports/';

function lineOf(id: ModuleId, said: Iterable<Said>): Line | undefined {
  let [count, newest] = [0, 0 as Micros];
  for (const { withdrawn, timestamp } of said) {
    if (withdrawn) continue;
    count += 1;
    if (timestamp > newest) newest = timestamp;
  }
  return count === 0 ? undefined : { id, count, newest };
}

/**
 * Takes in what is new in the journal, and no report twice. What was taken stood: a relay receipts each report as it takes
 * it, so no clock and no end of a permission unmakes one of those. What a person says of their devices may, and only who
 * reads their document as well sees it.
 */
export function reportIndex(journal: Pick<Journal, 'reportsSince'>, clock: Clock): ReportIndex {
  const modules = new Map<ModuleId, Map<string, Said>>();
  const lines = new Map<ModuleId, Line>();
  const changed = new Set<ModuleId>();
  let position = 0;
  let published: { readonly reports: PublishedReports; readonly at: Micros } | undefined;
  let underway: Promise<PublishedReports> | undefined;

  function take(document: DocumentPath, bytes: Uint8Array): void {
    const member = decodeMember(bytes);
    if (member.member !== 'record') return;
    const id = parseModuleId(document.slice(BELOW.length));
    const report = reportIn(member, id);
    if (report === undefined) return;
    const all = modules.get(id) ?? new Map<string, Said>();
    modules.set(id, all);
    const before = all.get(report.key);
    if (before !== undefined && compareRecords(before, member) >= 0) return;
    const { timestamp, digest } = member;
    all.set(report.key, { timestamp, digest, withdrawn: 'withdrawn' in report.body });
    changed.add(id);
  }

  async function catchUp(): Promise<void> {
    for (;;) {
      const { entries, position: end } = journal.reportsSince(position, SLICE);
      for (const { document, bytes } of entries) take(document, bytes);
      position = end;
      if (entries.length < SLICE) return;
      await setImmediate();
    }
  }

  async function publish(at: Micros): Promise<PublishedReports> {
    await catchUp();
    for (const id of changed) {
      const line = lineOf(id, modules.get(id)?.values() ?? []);
      if (line === undefined) lines.delete(id);
      else lines.set(id, line);
    }
    changed.clear();
    const listed = [...lines.values()]
      .sort((a, b) => b.newest - a.newest || (a.id < b.id ? -1 : 1))
      .slice(0, MOST_LISTED)
      .map(({ id, count, newest }) => [id, count, newest]);
    const etag = `W/"${toBase64Url(sha256(encode(listed))).slice(0, 16)}"`;
    const reports = { etag, answer: encode({ etag, modules: listed }) };
    published = { reports, at };
    return reports;
  }

  return {
    async newest() {
      const now = clock();
      if (published !== undefined && now >= published.at && now < published.at + FRESH_MICROS)
        return published.reports;
      underway ??= publish(now).finally(() => {
        underway = undefined;
      });
      return underway;
    },
  };
}
