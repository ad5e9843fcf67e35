import { parseDid, type Did, type ModuleId } from '../ids.ts';
import { hasPrefix, type Path } from '../path.ts';
import { modulePath, splitModulePath } from './document.ts';

/** What a report or a moderation record is about: a module, or the review that somebody wrote of it. */
export interface Subject {
  readonly id: ModuleId;
  readonly rater?: Did | undefined;
}

/** One text for one subject. */
export function subjectKey({ id, rater }: Subject): string {
  return rater === undefined ? id : `${id} ${rater}`;
}

/** `reports/<module>@`, or `reports/<module>@/reviews/<rater>`. */
export function reportPath({ id, rater }: Subject): Path {
  return ['reports', ...modulePath(id), ...(rater === undefined ? [] : ['reviews', rater])];
}

/** Where somebody keeps their own list; without the first component, where the registry's admins keep theirs. */
export function listPath(subject: Subject): Path {
  return ['profiles', ...moderationPath(subject)];
}

/** `moderation/modules/<module>@`, or `moderation/reviews/<module>@/<rater>`. */
export function moderationPath({ id, rater }: Subject): Path {
  return rater === undefined
    ? ['moderation', 'modules', ...modulePath(id)]
    : ['moderation', 'reviews', ...modulePath(id), rater];
}

/** Only one path says a subject: the one that is made for it. */
function onlyAt(path: Path, subject: Subject, pathOf: (subject: Subject) => Path): Subject | undefined {
  const made = pathOf(subject);
  return made.length === path.length && hasPrefix(path, made) ? subject : undefined;
}

function subjectAt(path: Path, read: () => Subject, pathOf: (subject: Subject) => Path): Subject | undefined {
  try {
    return onlyAt(path, read(), pathOf);
  } catch {
    // No module id, or nobody's name: about nothing that is known here.
    return undefined;
  }
}

/** @returns `undefined` for any path that `reportPath` does not make. */
export function reportedAt(path: Path): Subject | undefined {
  return subjectAt(
    path,
    () => {
      const { id, rest } = splitModulePath(path);
      return rest.length === 0 ? { id } : { id, rater: parseDid(rest[1] ?? '') };
    },
    reportPath,
  );
}

/** @returns `undefined` for any path that `moderationPath` does not make. */
export function moderatedAt(path: Path): Subject | undefined {
  return subjectAt(
    path,
    () => {
      const { id, rest } = splitModulePath(path.slice(1));
      return path[1] === 'modules' ? { id } : { id, rater: parseDid(rest[0] ?? '') };
    },
    moderationPath,
  );
}

/** @returns `undefined` for any path that `listPath` does not make. */
export function listedAt(path: Path): Subject | undefined {
  return path[0] === 'profiles' ? moderatedAt(path.slice(1)) : undefined;
}

/** Where admins vouch for people. Below `moderation`: whoever may hide for the registry may say this too. */
export const VOUCHES: Path = ['moderation', 'vouches'];

export function vouchPath(did: Did): Path {
  return [...VOUCHES, did];
}

/** @returns `undefined` for any path that `vouchPath` does not make. */
export function vouchedAt(path: Path): Did | undefined {
  const [root, kind, text = ''] = path;
  if (root !== 'moderation' || kind !== 'vouches' || path.length !== 3) return undefined;
  try {
    return parseDid(text);
  } catch {
    // Nobody's name.
    return undefined;
  }
}
