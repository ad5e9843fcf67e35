import prerelease from 'semver/functions/prerelease.js';
import newestFirst from 'semver/functions/rcompare.js';
import { didOf, isVersion, type Version } from '../ids.ts';
import { readBody, type Body } from '../record/kinds.ts';
import type { GenRecord } from '../record/record.ts';
import type { ReleaseView } from './module-view.ts';
import type { Receipt } from './receipts.ts';
import { compareRecords, type RecordSet } from './record-set.ts';

interface Candidate {
  readonly record: GenRecord;
  readonly version: Version;
  readonly body: Body<'release'>;
  readonly receipts: readonly Receipt[];
}

/** `1.0.0+a` and `1.0.0+b` are one version: build metadata does not make another. */
function precedence(version: string): string {
  return version.split('+')[0] ?? version;
}

function candidatesOf(
  standing: ReadonlyMap<string, readonly GenRecord[]>,
  receipts: ReadonlyMap<string, readonly Receipt[]>,
): Map<string, Candidate[]> {
  const byVersion = new Map<string, Candidate[]>();
  for (const [below, records] of standing) {
    const [folder, text, more] = below.split('/');
    if (folder !== 'versions' || text === undefined || more !== undefined || !isVersion(text)) continue;
    for (const record of records) {
      const body = readBody('release', record.payload);
      if (body === undefined) continue;
      const candidate = {
        record,
        version: text,
        body,
        receipts: receipts.get(record.id) ?? [],
      };
      byVersion.set(precedence(text), [...(byVersion.get(precedence(text)) ?? []), candidate]);
    }
  }
  return byVersion;
}

/** Receipted ones before unconfirmed ones, then the earliest. */
function chosen(candidates: readonly Candidate[]): Candidate | undefined {
  const receipted = candidates.filter(({ receipts }) => receipts.length > 0);
  const eligible = receipted.length > 0 ? receipted : candidates;
  return [...eligible].sort((a, b) => compareRecords(a.record, b.record))[0];
}

function isContradiction(candidates: readonly Candidate[]): boolean {
  const receipted = candidates.filter(({ receipts }) => receipts.length > 0);
  return new Set(receipted.map(({ body }) => body.sha256)).size > 1;
}

/** The newest mark of each version whose body fits. */
function marksOf(standing: ReadonlyMap<string, readonly GenRecord[]>): Map<string, Body<'status'>> {
  const records = [...standing]
    .filter(([below]) => below.startsWith('status/'))
    .flatMap(([, marks]) => marks);
  const marks = new Map<string, Body<'status'>>();
  for (const record of records.sort(compareRecords)) {
    const body = readBody('status', record.payload);
    if (body !== undefined) marks.set(precedence(record.path.at(-1) ?? ''), body);
  }
  return marks;
}

/**
 * One release per version, newest first.
 *
 * @param standing records that stand through the module's grant, by their path below the module.
 */
export function releasesOf(
  set: RecordSet,
  standing: ReadonlyMap<string, readonly GenRecord[]>,
  receipts: ReadonlyMap<string, readonly Receipt[]>,
): ReleaseView[] {
  const releases: ReleaseView[] = [];
  const marks = marksOf(standing);
  for (const candidates of candidatesOf(standing, receipts).values()) {
    const winner = chosen(candidates);
    if (winner === undefined) continue;
    const { record, version, body } = winner;
    const status = marks.get(precedence(version));
    const reason = { reason: status?.reason ?? '' };
    releases.push({
      version,
      sha256: body.sha256,
      size: body.size,
      dependencies: body.dependencies,
      conflicts: body.conflicts,
      imports: body.imports,
      exports: body.exports.map(([name, type]) => ({ name, type })),
      exportCount: body.exportCount,
      changelog: body.changelog,
      author: didOf(record.subspace),
      publishedAt: record.timestamp,
      record: record.id,
      receipts: winner.receipts,
      pending: set.pending.has(record.id),
      contradiction: isContradiction(candidates),
      yanked: status?.status === 'yanked' ? reason : undefined,
      deprecated: status?.status === 'deprecated' ? reason : undefined,
    });
  }
  return releases.sort((a, b) => newestFirst(a.version, b.version));
}

/** What a person gets who names no version: the newest that may be installed, stable before pre-release. */
export function latestOf(releases: readonly ReleaseView[]): Version | undefined {
  const usable = releases.filter(({ yanked, contradiction }) => yanked === undefined && !contradiction);
  return (usable.find(({ version }) => prerelease(version) === null) ?? usable[0])?.version;
}
