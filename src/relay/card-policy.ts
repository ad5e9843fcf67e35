import { includesEntry } from '../core/access/area.ts';
import { decodeCapability } from '../core/access/capability-encoding.ts';
import { areaOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { checkCapability } from '../core/access/validity.ts';
import { GenError } from '../core/errors.ts';
import { didOf, publicKeyOf, type Did, type ModuleId } from '../core/ids.ts';
import { modulePath } from '../core/record/document.ts';
import { readBody } from '../core/record/kinds.ts';
import type { GenRecord } from '../core/record/record.ts';
import { grantedFor } from '../core/view/grants.ts';
import { moduleRecords } from '../core/view/module-records.ts';
import type { RecordSet } from '../core/view/record-set.ts';
import { requireOpen } from './require-open.ts';
import { TAKEN, type Acceptance, type Name } from './world.ts';

/** Of a statement, checked as what comes by a POST is. */
async function readChecked(bytes: Uint8Array): Promise<Capability | undefined> {
  try {
    const capability = decodeCapability(bytes);
    await checkCapability(capability);
    return capability;
  } catch (thrown) {
    if (thrown instanceof GenError) return undefined;
    throw thrown;
  }
}

/** What somebody was let in by, as the statements say: no record need have come by it yet. */
async function statedFor(did: Did, id: ModuleId, { records }: RecordSet): Promise<Capability[]> {
  const place = ['modules', ...modulePath(id), 'publishers', did].join('/');
  const statements = records.filter(({ path }) => path.join('/') === place);
  const capabilities = await Promise.all(
    statements.map(async ({ payload }) => {
      const body = readBody('publisher', payload);
      return body !== undefined && 'capability' in body ? readChecked(body.capability) : undefined;
    }),
  );
  return capabilities.filter((capability) => capability !== undefined);
}

/** A card is an index entry of a release that stands, by who may write that release now: the owner is asked too. */
export async function judgeCard(record: GenRecord, name: Name, id: ModuleId): Promise<Acceptance> {
  const { set, grant, standing } = name;
  const body = readBody('card', record.payload);
  if (body === undefined) throw new GenError('InvalidInput', 'body', { kind: 'card' });
  const { version } = body;
  const author = didOf(record.subspace);
  const listed = {
    subspace: publicKeyOf(grant.to),
    path: ['modules', ...modulePath(id), 'versions', version],
    timestamp: record.timestamp,
  };
  const covers = (capability: Capability): boolean =>
    capability.mode === 'write' &&
    didOf(receiverOf(capability)) === author &&
    grantedFor(grant, capability) !== undefined &&
    includesEntry(areaOf(capability), listed);
  const stated = await statedFor(author, id, set);
  const held = [...set.capabilities.values(), ...stated].filter(covers);
  const [used] = [...held.filter((capability) => standing.ended(capability) === undefined), ...held];
  if (used === undefined) throw new GenError('PermissionDenied', 'no-grant', { id });
  requireOpen(used, standing, { id });
  if (!moduleRecords(set, id, grant, standing).standing.has(`versions/${version}`))
    throw new GenError('NotFound', 'version', { id, version });
  return TAKEN;
}
