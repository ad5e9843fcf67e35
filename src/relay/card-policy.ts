import { includesEntry } from '../core/access/area.ts';
import { areaOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { GenError } from '../core/errors.ts';
import { didOf, type ModuleId } from '../core/ids.ts';
import { modulePath } from '../core/record/document.ts';
import { readBody } from '../core/record/kinds.ts';
import type { GenRecord } from '../core/record/record.ts';
import { grantedFor } from '../core/view/grants.ts';
import { moduleRecords } from '../core/view/module-records.ts';
import { statedFor } from '../core/view/stated-capabilities.ts';
import { requireOpen } from './require-open.ts';
import { requireDevices } from './require-device.ts';
import { TAKEN, type Acceptance, type Name, type World } from './world.ts';

/** A card is an index entry of a release that stands, by who may write that release now: the owner is asked too. */
export async function judgeCard(
  record: GenRecord,
  name: Name,
  id: ModuleId,
  world: World,
): Promise<Acceptance> {
  const { set, grant, standing } = name;
  const body = readBody('card', record.payload);
  if (body === undefined) throw new GenError('InvalidInput', 'body', { kind: 'card' });
  const { version } = body;
  const author = didOf(record.subspace);
  const listed = {
    path: ['modules', ...modulePath(id), 'versions', version],
    timestamp: record.timestamp,
  };
  const covers = (capability: Capability): boolean => {
    if (capability.mode !== 'write' || didOf(receiverOf(capability)) !== author) return false;
    const granted = grantedFor(grant, capability);
    // In the subspace of the owner whom it came from, who may be a former one: that is refused for what ended it.
    const subspace = granted === undefined ? undefined : areaOf(granted).subspace;
    return subspace !== undefined && includesEntry(areaOf(capability), { ...listed, subspace });
  };
  const stated = await statedFor(author, id, set);
  const held = [...set.capabilities.values(), ...stated].filter(covers);
  const [used] = [...held.filter((capability) => standing.ended(capability) === undefined), ...held];
  if (used === undefined) throw new GenError('PermissionDenied', 'no-grant', { id });
  requireOpen(used, standing, { id });
  requireDevices(used, world);
  // Lists say by it whose a module is, and its owner finds their own.
  if ((body.owner ?? author) !== grant.to)
    throw new GenError('InvalidInput', 'body', { kind: 'card', field: 'o' });
  if (!moduleRecords(set, id, grant, standing).standing.has(`versions/${version}`))
    throw new GenError('NotFound', 'version', { id, version });
  return TAKEN;
}
