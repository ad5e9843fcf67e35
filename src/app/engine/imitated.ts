import type { ModuleId } from '../../core/ids.ts';
import { imitations, type Imitation } from '../../core/imitation.ts';
import { moduleDocument, type DocumentPath } from '../../core/record/document.ts';
import type { Member } from '../../core/record/member.ts';
import { moduleView } from '../../core/view/fold-module.ts';
import type { ModuleView } from '../../core/view/module-view.ts';
import { recordSet } from '../../core/view/record-set.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import type { Session } from './session.ts';

/**
 * Modules of others that this one can be taken for. Only those that the naming key granted before it: a card says what its
 * author likes, and the original must not be accused by a twin that is dated back. What is not on this device yet is
 * fetched, and the page asked for anew when it has come.
 *
 * @param besides the authority's records and what this device holds, as for the module's own view.
 */
export async function imitated(
  device: Device,
  session: Session,
  catalogue: Pick<Catalogue, 'modules'> & { check(ids: readonly ModuleId[]): Promise<boolean> },
  view: ModuleView,
  besides: readonly Member[],
): Promise<Imitation[]> {
  const owners = new Set([view.owner, ...view.formers.map(({ did }) => did)]);
  const alike = (): Imitation[] =>
    imitations(
      view,
      [...catalogue.modules()].filter(({ owner }) => !owners.has(owner)),
    );
  const before = alike();
  // A card that is refused gives way to another, which may bear another name.
  const isNews = await catalogue.check(before.map(({ id }) => id as ModuleId));
  const found = isNews ? alike() : before;
  const grants = await Promise.all(
    found.map(async ({ id }) => {
      const path = moduleDocument(id as ModuleId);
      const members = await session.members(path);
      if (members.length === 0) awaitDocument(device, session, view.id, path);
      const set = recordSet([...members, ...besides]);
      return moduleView(set, id as ModuleId, device.namespace, device.clock());
    }),
  );
  return found.filter((_, place) => {
    const other = grants[place];
    return other !== undefined && !owners.has(other.owner) && other.grantedAt < view.grantedAt;
  });
}

function awaitDocument(device: Device, session: Session, shown: ModuleId, path: DocumentPath): void {
  const arrived = (members: readonly Member[]) => members.length > 0 && device.announce([`module/${shown}`]);
  // Without a network there is nothing to say: the next visit asks again.
  void session.records.membersOf(path).then(arrived, () => undefined);
}
