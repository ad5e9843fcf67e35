import { derivesFrom, mayRevoke } from '../core/access/authority.ts';
import { decodeCapability } from '../core/access/capability-encoding.ts';
import { linksOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { checkCapability } from '../core/access/validity.ts';
import { GenError } from '../core/errors.ts';
import { didOf, type Did } from '../core/ids.ts';
import { readBody } from '../core/record/kinds.ts';
import type { GenRecord } from '../core/record/record.ts';
import type { StandingGrant } from '../core/view/grants.ts';
import { delegationIn } from '../core/view/publishers.ts';
import { capabilityOf } from '../core/view/record-set.ts';
import { TAKEN, type Acceptance, type Name } from './world.ts';

interface Statement extends Name {
  readonly record: GenRecord;
  readonly rest: readonly string[];
}

/** Whoever is above a publisher, the owner before all, is nobody whom it lets in or ends: it has that much already. */
function isAbove(did: Did, capability: Capability, grant: StandingGrant): boolean {
  return (
    did === grant.to ||
    linksOf(capability)
      .slice(0, -1)
      .some(({ receiver }) => didOf(receiver) === did)
  );
}

/** Who lets somebody in hands on what it has; who ends it stands above. The path names whom it is about. */
export async function judgePublisher({ record, rest, set, grant }: Statement): Promise<Acceptance> {
  const body = readBody('publisher', record.payload);
  const acting = capabilityOf(set, record);
  if (body === undefined || acting === undefined || rest.length !== 2)
    throw new GenError('InvalidInput', 'body', { kind: 'publisher' });
  const capability =
    'capability' in body ? decodeCapability(body.capability) : delegationIn(set, body.withdraw);
  if (capability === undefined) throw new GenError('NotFound', 'delegation');
  const receiver = didOf(receiverOf(capability));
  if (receiver !== rest[1] || isAbove(receiver, capability, grant))
    throw new GenError('InvalidInput', 'body', { kind: 'publisher', field: 'receiver' });
  if ('withdraw' in body) {
    if (!mayRevoke(acting, capability)) throw new GenError('PermissionDenied', 'not-above');
    return TAKEN;
  }
  const isOwn = capability.delegations.length > acting.delegations.length && derivesFrom(capability, acting);
  if (!isOwn) throw new GenError('PermissionDenied', 'not-above');
  await checkCapability(capability);
  return TAKEN;
}
