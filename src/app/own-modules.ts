import { areaOf, linksOf } from '../core/access/capability.ts';
import { didOf, type ModuleId } from '../core/ids.ts';
import { splitModulePath } from '../core/record/document.ts';
import { decodeMember } from '../core/record/member.ts';
import type { Catalogue } from './catalogue.ts';
import type { Device } from './device.ts';
import { heldCapabilities } from './known-records.ts';

/**
 * Modules that this person owns by their cards' word, was let publish, or has published from here: what their devices may have
 * to do with. Who may read a part has no cards.
 */
export async function ownModules(
  device: Device,
  catalogue: Pick<Catalogue, 'ownedBy'>,
): Promise<readonly ModuleId[]> {
  const { did } = await device.identity.facts();
  const granted = (await device.tables.all('jobs')).flatMap((job) =>
    job.kind === 'publish' ? job.grant.map(decodeMember) : [],
  );
  const given = [...(await heldCapabilities(device)), ...granted].flatMap((member) => {
    if (member.member !== 'capability') return [];
    // What is handed on to one of their devices came through them.
    if (!linksOf(member.capability).some(({ receiver }) => didOf(receiver) === did)) return [];
    const { path } = areaOf(member.capability);
    return path[0] === 'modules' && path.includes('@') ? [splitModulePath(path).id] : [];
  });
  return [...new Set([...catalogue.ownedBy(did), ...given])].sort();
}
