import type { Sha256 } from '../ids.ts';
import { modulePath } from '../record/document.ts';
import { readBody, readMetadata } from '../record/kinds.ts';
import type { Member } from '../record/member.ts';
import type { LockedRelease } from '../resolve/lockfile.ts';

/** What the records of a module's document say of its files. */
export interface NamedFiles {
  /** Bytes of the release's binary; absent: no record of them says that this release is this binary. */
  readonly size: number | undefined;
  /** Readmes, and the release's changelog. */
  readonly texts: ReadonlySet<Sha256>;
}

export function namedFiles(
  { id, version, sha256, record }: LockedRelease,
  members: readonly Member[],
): NamedFiles {
  const place = ['modules', ...modulePath(id)].join('/');
  const texts = new Set<Sha256>();
  let size: number | undefined;
  for (const member of members) {
    if (member.member !== 'record') continue;
    const path = member.path.join('/');
    if (path === `${place}/metadata/readme`) {
      const readme = readMetadata('readme', member.payload)?.value;
      if (typeof readme === 'string') texts.add(readme as Sha256);
    }
    if (member.id !== record || path !== `${place}/versions/${version}`) continue;
    const release = readBody('release', member.payload);
    if (release?.sha256 !== sha256) continue;
    ({ size } = release);
    if (release.changelog !== undefined) texts.add(release.changelog);
  }
  return { size, texts };
}
