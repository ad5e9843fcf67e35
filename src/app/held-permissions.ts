import { areaOf, linksOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { readCapabilityLink } from '../core/access/capability-link.ts';
import { checkCapability } from '../core/access/validity.ts';
import { equalBytes } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { didOf, type ModuleId } from '../core/ids.ts';
import type { Path } from '../core/path.ts';
import { AUTHORITY, moduleDocument, splitModulePath } from '../core/record/document.ts';
import { decodeMember, type CapabilityMember, type Member } from '../core/record/member.ts';
import { ownershipOf } from '../core/view/ownership.ts';
import { endView, type EndView } from '../core/view/publishers.ts';
import { recordSet, upTo } from '../core/view/record-set.ts';
import { standingOf } from '../core/view/standing.ts';
import type { Topic } from '../ports/engine.ts';
import type { HeldPermission } from '../ports/permissions.ts';
import type { CapabilityRow } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { mayHandOn } from './hand-to-device.ts';
import { outboxMembers } from './known-records.ts';
import { endedError } from './permission.ts';

/** The one module that a capability is about, if it is about one. */
function moduleOf(path: Path): ModuleId | undefined {
  return path[0] === 'modules' && path.includes('@') ? splitModulePath(path).id : undefined;
}

/** `io.acme.codec`, `io.acme.*`, `*`; for other trees the path as it is. */
export function scopeOf(path: Path): string {
  const [root, ...below] = path;
  if (root === undefined) return '*';
  if (root !== 'modules') return path.join('/');
  const end = below.indexOf('@');
  if (end < 0) return [...below, '*'].join('.');
  return [below.slice(0, end).join('.'), ...below.slice(end + 1)].join('/');
}

function topicsOf(path: Path): readonly Topic[] {
  const id = moduleOf(path);
  return id === undefined ? ['identity'] : ['identity', `module/${id}`];
}

/** What ends a permission stands in the authority or in its module; what is not to be had says nothing. */
async function endOf(device: Device, { id, capability }: CapabilityMember): Promise<EndView | undefined> {
  const module = moduleOf(areaOf(capability).path);
  const paths = module === undefined ? [AUTHORITY] : [AUTHORITY, moduleDocument(module)];
  const documents = await Promise.all(
    paths.map(async (path): Promise<readonly Member[]> => {
      const own = await outboxMembers(device, path);
      return [...(await device.records.membersOf(path).catch(() => [])), ...own];
    }),
  );
  const now = device.clock();
  const own: Member = { member: 'capability', id, capability, bytes: new Uint8Array() };
  const set = upTo(recordSet([...documents.flat(), own]), now);
  const standing =
    module === undefined ? standingOf(set, now) : ownershipOf(set, module, device.namespace, now).standing;
  const fault = standing.ended(capability);
  return fault === undefined ? undefined : endView(fault);
}

function readPermission(bytes: Uint8Array): CapabilityMember {
  let member: Member | undefined;
  try {
    member = decodeMember(bytes);
  } catch (thrown) {
    if (!(thrown instanceof GenError)) throw thrown;
  }
  if (member?.member !== 'capability')
    throw new GenError('InvalidInput', 'capability-link', { field: 'link' });
  return member;
}

function permissionView(
  { id, capability }: CapabilityMember,
  { receivedAt }: CapabilityRow,
  ended: EndView | undefined,
): HeldPermission {
  const { path, times } = areaOf(capability);
  return {
    id,
    mode: capability.mode,
    chain: linksOf(capability).map(({ receiver, area }) => ({
      to: didOf(receiver),
      path: area.path.join('/'),
      until: area.times.end,
    })),
    scope: scopeOf(path),
    until: times.end,
    receivedAt,
    ended,
  };
}

/** Whether it begins with the registry's own key: in its communal namespace, everybody makes what they like. */
function isOf({ namespace }: Device, { kind, namespace: its }: Capability): boolean {
  return kind === 'owned' && equalBytes(namespace, its);
}

/** What this person was given, newest first; needs no network. */
export async function heldPermissions(device: Device): Promise<HeldPermission[]> {
  const { did, device: own, hasMain } = await device.identity.facts();
  // Where the main key is, a device's share says nothing that what it is a share of does not.
  const theirs = hasMain ? did : own;
  const rows = await device.tables.all('capabilities');
  const held = await Promise.all(
    rows.map(async (row) => {
      const member = readPermission(row.bytes);
      // An identity that was replaced by a backup leaves its own behind.
      if (didOf(receiverOf(member.capability)) !== theirs || !isOf(device, member.capability)) return [];
      return [permissionView(member, row, await endOf(device, member))];
    }),
  );
  return held.flat().sort((a, b) => b.receivedAt - a.receivedAt || (a.id < b.id ? -1 : 1));
}

/**
 * Takes in what a link holds; durable when it resolves. Taking the same in again changes nothing.
 *
 * @throws GenError InvalidInput `capability-link`; PermissionDenied `namespace` | `not-for-you` | `chain-length` | `revoked` | `expired`, or
 * as `checkCapability`; SignatureInvalid; Storage.
 */
export async function acceptPermission(device: Device, link: string): Promise<HeldPermission> {
  const member = readPermission(readCapabilityLink(link));
  const { id, capability } = member;
  if (!isOf(device, capability)) throw new GenError('PermissionDenied', 'namespace');
  const { did, device: own, hasMain } = await device.identity.facts();
  const receiver = didOf(receiverOf(capability));
  if (receiver === did && !hasMain) throw new GenError('PermissionDenied', 'main-key');
  if (receiver !== did && receiver !== own)
    throw new GenError('PermissionDenied', 'not-for-you', { did: receiver });
  // A device with a key of its own has it from the person's, or not at all.
  if (receiver !== own && !mayHandOn(capability)) throw new GenError('PermissionDenied', 'chain-length');
  await checkCapability(capability);
  const ended = await endOf(device, member);
  if (ended !== undefined) throw endedError(ended);
  const known = await device.tables.get('capabilities', id);
  const row: CapabilityRow = known ?? { id, bytes: member.bytes, receivedAt: device.clock() };
  await device.tables.write([{ table: 'capabilities', put: row }]);
  device.announce(topicsOf(areaOf(capability).path));
  return permissionView(member, row, undefined);
}

/** Nothing is used by it any more; what was made by it stays. */
export async function forgetPermission(device: Device, id: string): Promise<void> {
  const row = await device.tables.get('capabilities', id);
  if (row === undefined) return;
  await device.tables.write([{ table: 'capabilities', remove: id }]);
  device.announce(topicsOf(areaOf(readPermission(row.bytes).capability).path));
}
