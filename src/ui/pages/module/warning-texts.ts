import type { Did } from '../../../core/ids.ts';
import type { Imitation, ImitationKind } from '../../../core/imitation.ts';
import type { EndView } from '../../../core/view/publishers.ts';
import type { ReleaseView } from '../../../core/view/module-view.ts';
import type { ModulePage } from '../../../ports/module-page.ts';
import { shortDid } from '../../text/format.ts';
import { endWords } from '../../text/permissions.ts';
import { shownRelease } from './shown-release.ts';

export type Warned = Pick<ModulePage, 'module' | 'mine' | 'installation'> & {
  /** The owner whom this device met first under this id, where that is another one. */
  readonly pinnedOwner?: Did | undefined;
  /** Modules of others that were named before it. */
  readonly imitates?: readonly Imitation[] | undefined;
};

const IMITATION_WORDS: Readonly<Record<ImitationKind, string>> = {
  'look-alike-id': 'The id of this module looks like',
  'misspelt-id': 'The id of this module is spelt almost like',
  'same-last-part': 'The id of this module ends like',
  'look-alike-name': 'The name of this module looks like that of',
  'same-name': 'This module has the name of',
};

function imitationWarning({ id, kind, evidence }: Imitation): string {
  return `${IMITATION_WORDS[kind]} ${id}, which was there before and belongs to somebody else (${evidence}). Make sure that this is the one you mean.`;
}

/** Releases that somebody looking at the page has to do with. */
function concerned({ module, installation }: Warned): readonly ReleaseView[] {
  const shown = [module.releases[0], shownRelease({ module })];
  const installed = module.releases.find(({ version }) => version === installation?.version);
  return [...new Set([...shown, installed])].filter((release) => release !== undefined);
}

/** How the permission of who made the installed release has ended, and whether the release still counts. */
function makerGone({
  module,
  installation,
}: Warned): { author: Did; end: EndView; stands: boolean } | undefined {
  if (installation === undefined) return undefined;
  const { version, sha256 } = installation;
  const same = (one: { version: string; sha256: string }) => one.version === version && one.sha256 === sha256;
  const standing = module.releases.find(same);
  const fallen = module.fallen.find(same);
  if (standing === undefined)
    return fallen === undefined ? undefined : { author: fallen.author, end: fallen.end, stands: false };
  const permissions = module.publishers.filter(({ did }) => did === standing.author);
  const end = permissions.findLast(({ ended }) => ended !== undefined)?.ended;
  const isOpen = permissions.some(({ ended }) => ended === undefined);
  // Whose time ran out did nothing that anybody need be warned of.
  if (isOpen || end?.kind !== 'revoked') return undefined;
  return { author: standing.author, end, stands: true };
}

function makerWarning(page: Warned): string {
  const gone = makerGone(page);
  if (gone === undefined || page.installation === undefined) return '';
  const { author, end, stands } = gone;
  const what = stands
    ? 'The release still counts: the registry receipted it before.'
    : 'The release no longer counts. What is installed stays; nobody can install it anew.';
  return `${page.installation.version}, which is installed, was made by ${shortDid(author)}, whose permission ${end.kind === 'revoked' ? 'was ' : ''}${endWords(end, page.mine)}. ${what}`;
}

function ownerWarning({ module, pinnedOwner }: Warned): string {
  if (pinnedOwner === undefined) return '';
  if (pinnedOwner === module.owner)
    return `How this id came to its owner is told otherwise than when this device first saw it. Ask ${shortDid(pinnedOwner)} before you install from here.`;
  return `This device knew another owner of this id: ${shortDid(pinnedOwner)}. Ask them whether they gave it to ${shortDid(module.owner)} before you install from here.`;
}

/** What somebody should know before anything else on the page; worst first. */
export function warningsOf(page: Warned): readonly string[] {
  const { module } = page;
  const newest = module.releases[0];
  return [
    ownerWarning(page),
    module.contested
      ? 'Two grants name two owners for this id. Neither can be believed until whoever runs the registry settles it.'
      : '',
    makerWarning(page),
    ...(page.imitates ?? []).map(imitationWarning),
    module.status === 'unregistered'
      ? 'Its owner has withdrawn this module. What is installed stays; nobody can install it anew.'
      : '',
    module.status === 'deprecated' ? 'Its publisher advises against using this module any more.' : '',
    ...concerned(page)
      .filter(({ contradiction }) => contradiction)
      .map(
        ({ version }) =>
          `Different binaries are published as ${version}. None is installed anew; see Versions for each of them.`,
      ),
    newest?.yanked === undefined
      ? ''
      : `Version ${newest.version} was yanked: ${newest.yanked.reason || 'no reason given'}.`,
    newest?.deprecated === undefined
      ? ''
      : `Version ${newest.version} is deprecated: ${newest.deprecated.reason || 'no reason given'}.`,
  ].filter((warning) => warning !== '');
}
