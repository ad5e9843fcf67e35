import { parseSha256, type Sha256 } from '../core/ids.ts';
import { readBody, readMetadata } from '../core/record/kinds.ts';
import type { Member } from '../core/record/member.ts';
import type { GenRecord } from '../core/record/record.ts';

function blobsOf({ path, payload }: GenRecord): readonly (string | null | undefined)[] {
  const [kind, field] = path.slice(path.indexOf('@', 1) + 1);
  if (path[0] === 'ratings') return [readBody('rating', payload)?.review];
  if (path[0] !== 'modules') return [];
  if (kind === 'metadata' && field === 'readme') return [readMetadata('readme', payload)?.value];
  if (kind !== 'versions') return [];
  const release = readBody('release', payload);
  return [release?.sha256, release?.changelog];
}

/** The blobs that a relay keeps for the sake of these records: binaries, changelogs, readmes and reviews. */
export function blobsNamedBy(members: Iterable<Member>): readonly Sha256[] {
  const named = [...members].flatMap((member) => (member.member === 'record' ? blobsOf(member) : []));
  return [...new Set(named)].filter((hash) => typeof hash === 'string').map(parseSha256);
}
