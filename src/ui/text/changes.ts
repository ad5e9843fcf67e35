import type { ChangeLine, PlanLine, PlanView } from '../../ports/set-api.ts';
import type { SetDeed } from '../../ports/sets.ts';
import { formatCount } from './format.ts';

/** `2 come, 1 changes, 1 goes`, in the order of what a person looks for. */
export function changeCounts(lines: readonly Pick<ChangeLine, 'kind'>[]): string {
  const came = lines.filter(({ kind }) => kind === 'added').length;
  const gone = lines.filter(({ kind }) => kind === 'removed').length;
  const other = lines.length - came - gone;
  return [
    came === 0 ? [] : `${came} new`,
    other === 0 ? [] : `${other} updated`,
    gone === 0 ? [] : `${gone} removed`,
  ]
    .flat()
    .join(', ');
}

/** The verb of the button that agrees to a plan. */
export function agreeLabel({ lines }: PlanView): string {
  const came = lines.filter(({ kind }) => kind === 'added').length;
  if (came === lines.length) return `Install ${formatCount(came, 'module')}`;
  return `Change ${formatCount(lines.length, 'module')}`;
}

/** The first of them; the module's own page has all. */
const ABILITIES_SHOWN = 4;

/** What a release may do that the one before may not; `undefined`: nothing, or it goes. */
export function abilitySentence({
  kind,
  abilities,
  from,
}: Pick<PlanLine, 'kind' | 'abilities' | 'from'>): string | undefined {
  if (kind === 'removed') return undefined;
  if (abilities === undefined) return 'What it asks for cannot be read just now.';
  const said = abilities.filter(({ id }) => id !== 'nothing').map(({ words }) => words);
  if (said.length === 0) return undefined;
  const left = said.length - ABILITIES_SHOWN;
  const list = [...said.slice(0, ABILITIES_SHOWN), ...(left > 0 ? [`${left} more`] : [])].join('; ');
  return `${from === undefined ? 'May' : 'May now'}: ${list}.`;
}

/** What made a state of a set. */
export function deedLabel(deed: SetDeed): string {
  switch (deed.kind) {
    case 'install':
      return `Installed ${deed.ids.join(', ')}`;
    case 'update':
      return deed.ids.length === 0 ? 'Updated what is installed' : `Updated ${deed.ids.join(', ')}`;
    case 'uninstall':
      return `Uninstalled ${deed.ids.join(', ')}`;
    case 'clean-up':
      return `Removed ${deed.ids.join(', ')}, unused for ${formatCount(deed.days, 'day')}`;
    case 'back':
      return `Went back to state ${deed.to}`;
    case 'lockfile':
      return 'Took over a lockfile';
  }
}
