import semver from 'semver';
import { didOf, parseVersion, type ModuleId, type Version } from '../ids.ts';
import { readBody, type Body } from '../record/kinds.ts';
import type { GenRecord } from '../record/record.ts';
import type { ReleaseView } from './module-view.ts';
import type { Receipt } from './receipts.ts';
import { compareRecords, newestRecord, type RecordSet } from './record-set.ts';

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
    if (folder !== 'versions' || text === undefined || more !== undefined || semver.parse(text)?.raw !== text)
      continue;
    for (const record of records) {
      const body = readBody('release', record.payload);
      if (body === undefined) continue;
      const candidate = {
        record,
        version: parseVersion(text),
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
  for (const candidates of candidatesOf(standing, receipts).values()) {
    const winner = chosen(candidates);
    if (winner === undefined) continue;
    const { record, version, body } = winner;
    const mark = newestRecord(standing.get(`status/${version}`) ?? []);
    const status = mark === undefined ? undefined : readBody('status', mark.payload);
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
  return releases.sort((a, b) => semver.rcompare(a.version, b.version));
}

/** What a person gets who names no version: the newest that may be installed, stable before pre-release. */
export function latestOf(releases: readonly ReleaseView[]): Version | undefined {
  const usable = releases.filter(({ yanked, contradiction }) => yanked === undefined && !contradiction);
  return (usable.find(({ version }) => semver.prerelease(version) === null) ?? usable[0])?.version;
}

export function dependsOn(release: ReleaseView, id: ModuleId): boolean {
  return release.dependencies.some((dependency) => dependency.id === id);
}
