import prerelease from 'semver/functions/prerelease.js';
import newestFirst from 'semver/functions/rcompare.js';
import { linksOf } from '../access/capability.ts';
import { equalBytes } from '../bytes.ts';
import { didOf, isVersion, type Did, type Version } from '../ids.ts';
import { readBody, type Body } from '../record/kinds.ts';
import type { GenRecord } from '../record/record.ts';
import { grantedFor, type StandingGrant } from './grants.ts';
import type { ModuleRecords, RecordsBelow } from './module-records.ts';
import type { FallenRelease, ReleaseView, RivalRelease } from './module-view.ts';
import { endView } from './publishers.ts';
import type { Receipt } from './receipts.ts';
import { capabilityOf, compareRecords, type RecordSet } from './record-set.ts';
import type { Settlement } from './settlements.ts';
import type { Standing } from './standing.ts';

interface Candidate {
  readonly record: GenRecord;
  readonly version: Version;
  readonly body: Body<'release'>;
  readonly receipts: readonly Receipt[];
}

/** `1.0.0+a` and `1.0.0+b` are one version: build metadata does not make another. */
export function precedence(version: string): string {
  return version.split('+')[0] ?? version;
}

function versionOf(below: string): Version | undefined {
  const [folder, text, more] = below.split('/');
  if (folder !== 'versions' || text === undefined || more !== undefined) return undefined;
  return isVersion(text) ? text : undefined;
}

function candidatesOf(records: RecordsBelow, standing: Standing): Map<string, Candidate[]> {
  const byVersion = new Map<string, Candidate[]>();
  for (const [below, releases] of records) {
    const text = versionOf(below);
    if (text === undefined) continue;
    for (const record of releases) {
      const body = readBody('release', record.payload);
      if (body === undefined) continue;
      const candidate = {
        record,
        version: text,
        body,
        receipts: standing.receipts(record.id),
      };
      byVersion.set(precedence(text), [...(byVersion.get(precedence(text)) ?? []), candidate]);
    }
  }
  return byVersion;
}

/** The one that an admin keeps; else receipted ones before unconfirmed ones, then the earliest. */
function chosen(candidates: readonly Candidate[], settled: Settlement | undefined): Candidate | undefined {
  const kept = candidates.find(({ record }) => record.id === settled?.keep);
  if (kept !== undefined) return kept;
  const receipted = candidates.filter(({ receipts }) => receipts.length > 0);
  const eligible = receipted.length > 0 ? receipted : candidates;
  return [...eligible].sort((a, b) => compareRecords(a.record, b.record))[0];
}

/** Any difference is one: the same binary with other dependencies is another release. */
function isContradiction(candidates: readonly Candidate[]): boolean {
  const [first, ...others] = candidates.filter(({ receipts }) => receipts.length > 0);
  return others.some(
    ({ record }) => first !== undefined && !equalBytes(record.payload, first.record.payload),
  );
}

/** From the grant's holder to the signer. */
function chainOf(set: RecordSet, record: GenRecord, grant: StandingGrant): readonly Did[] {
  const used = capabilityOf(set, record);
  const granted = used === undefined ? undefined : grantedFor(grant, used);
  if (used === undefined || granted === undefined) return [];
  return linksOf(used)
    .slice(granted.delegations.length)
    .map(({ receiver }) => didOf(receiver));
}

/** The newest mark of each version whose body fits. */
function marksOf(standing: RecordsBelow): Map<string, Body<'status'>> {
  const records = [...standing].flatMap(([below, said]) => {
    const [folder, version = '', more] = below.split('/');
    // Nothing deeper: who may write below one version's mark only would mark another.
    if (folder !== 'status' || more !== undefined) return [];
    return said.map((record) => ({ record, key: precedence(version) }));
  });
  const marks = new Map<string, Body<'status'>>();
  for (const { record, key } of records.sort((a, b) => compareRecords(a.record, b.record))) {
    const body = readBody('status', record.payload);
    if (body !== undefined) marks.set(key, body);
  }
  return marks;
}

/** What else is known to be under way when releases are read. */
export interface ReleaseContext {
  readonly set: RecordSet;
  readonly grant: StandingGrant;
  readonly records: ModuleRecords;
  readonly standing: Standing;
  readonly settlements: ReadonlyMap<string, Settlement>;
}

function authorOf({ record, chain }: { record: GenRecord; chain: readonly Did[] }): Did {
  return chain.at(-1) ?? didOf(record.subspace);
}

/** One release per version, newest first. */
export function releasesOf(context: ReleaseContext): ReleaseView[] {
  const { set, grant, standing, settlements } = context;
  const releases: ReleaseView[] = [];
  const marks = marksOf(context.records.standing);
  for (const [key, candidates] of candidatesOf(context.records.standing, standing)) {
    const settled = settlements.get(key);
    const winner = chosen(candidates, settled);
    if (winner === undefined) continue;
    const { record, version, body } = winner;
    const status = marks.get(key);
    const reason = { reason: status?.reason ?? '' };
    const chain = chainOf(set, record, grant);
    const isSettled = settled?.keep === record.id;
    const rivals = candidates
      .filter((candidate) => candidate !== winner)
      .sort((a, b) => compareRecords(a.record, b.record))
      .map((rival): RivalRelease => ({
        record: rival.record.id,
        sha256: rival.body.sha256,
        author: authorOf({ record: rival.record, chain: chainOf(set, rival.record, grant) }),
        publishedAt: rival.record.timestamp,
        receipts: rival.receipts,
      }));
    releases.push({
      version,
      sha256: body.sha256,
      size: body.size,
      dependencies: body.dependencies,
      conflicts: body.conflicts,
      imports: body.imports,
      wasi: body.wasi,
      exports: body.exports.map(([name, type]) => ({ name, type })),
      exportCount: body.exportCount,
      changelog: body.changelog,
      author: authorOf({ record, chain }),
      chain,
      publishedAt: record.timestamp,
      record: record.id,
      receipts: winner.receipts,
      pending: set.pending.has(record.id),
      contradiction: !isSettled && isContradiction(candidates),
      rivals,
      settled: isSettled ? settled : undefined,
      yanked: status?.status === 'yanked' ? reason : undefined,
      deprecated: status?.status === 'deprecated' ? reason : undefined,
    });
  }
  return releases.sort((a, b) => newestFirst(a.version, b.version));
}

/** Releases that were made through the grant and do not count, newest first. */
export function fallenReleases({ set, grant, records }: ReleaseContext): FallenRelease[] {
  const fallen = records.fallen.flatMap(({ record, below, fault }): FallenRelease[] => {
    const version = versionOf(below);
    const body = readBody('release', record.payload);
    if (version === undefined || body === undefined) return [];
    const author = authorOf({ record, chain: chainOf(set, record, grant) });
    const { sha256 } = body;
    return [
      { record: record.id, version, sha256, author, publishedAt: record.timestamp, end: endView(fault) },
    ];
  });
  return fallen.sort((a, b) => b.publishedAt - a.publishedAt || (a.record < b.record ? -1 : 1));
}

/** What a person gets who names no version: the newest that may be installed, stable before pre-release. */
export function latestOf(releases: readonly ReleaseView[]): Version | undefined {
  const usable = releases.filter(({ yanked, contradiction }) => yanked === undefined && !contradiction);
  return (usable.find(({ version }) => prerelease(version) === null) ?? usable[0])?.version;
}
