import { decodeCapability } from '../access/capability-encoding.ts';
import { areaOf, isCommunal, receiverOf, type Capability } from '../access/capability.ts';
import { equalBytes } from '../bytes.ts';
import { GenError } from '../errors.ts';
import { didOf, publicKeyOf, type Did, type Micros } from '../ids.ts';
import { oncePer } from '../once-per.ts';
import { isDevicePath } from '../record/document.ts';
import { readBody } from '../record/kinds.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { namedLinks } from './named-links.ts';
import type { EndView } from './publishers.ts';
import { compareRecords, upTo, type RecordSet } from './record-set.ts';

/** A key that signs for a person. */
export interface DeviceView {
  readonly did: Did;
  /** As its holder calls it. */
  readonly name: string;
  /** What the person handed to it, and what ends with it. */
  readonly delegation: MemberId;
  readonly since: Micros;
  /** Absent: it may sign now. */
  readonly ended?: EndView | undefined;
  /** Still in this device's outbox only. */
  readonly pending: boolean;
}

interface Statement {
  readonly name: string;
  readonly capability: Capability;
}

function readStatement(payload: Uint8Array): Statement | undefined {
  const body = readBody('device', payload);
  if (body === undefined || !('capability' in body)) return undefined;
  try {
    return { name: body.name, capability: decodeCapability(body.capability) };
  } catch (thrown) {
    if (thrown instanceof GenError) return undefined;
    throw thrown;
  }
}

/** What somebody says of a device of their own; signatures of the chain are admission's, once anything is made by it. */
const stated = oncePer(({ namespace, path, subspace, credential, payload }: GenRecord) => {
  if (!isCommunal(namespace) || !isDevicePath(path) || credential !== undefined) return undefined;
  const said = readStatement(payload);
  if (said === undefined) return undefined;
  const { capability } = said;
  const fits =
    capability.kind === 'communal' &&
    capability.mode === 'write' &&
    capability.delegations.length === 1 &&
    areaOf(capability).path.length === 0 &&
    areaOf(capability).times.end === undefined &&
    equalBytes(capability.namespace, namespace) &&
    equalBytes(capability.user, subspace) &&
    didOf(receiverOf(capability)) === path[2];
  return fits ? said : undefined;
});

/** That somebody says that one of these is theirs no more; the delegation that ends is named by its id. */
const ended = oncePer(({ namespace, path, credential, payload, timestamp, subspace }: GenRecord) => {
  if (!isCommunal(namespace) || !isDevicePath(path) || credential !== undefined) return undefined;
  const body = readBody('device', payload);
  if (body === undefined || !('withdraw' in body)) return undefined;
  const end: EndView = { kind: 'revoked', by: didOf(subspace), reason: body.reason, time: timestamp };
  return { delegation: body.withdraw, end };
});

/** The delegation that a record of this person's hands to the device that its path names. */
export function deviceStatedIn(record: GenRecord): MemberId | undefined {
  const said = stated(record);
  return said && namedLinks(said.capability).at(-1)?.id;
}

/**
 * The devices that somebody says sign for them, oldest first, by the newest name of each. Only their own key says so, and ends
 * it: a device lets no other in. O(n log n) in what is said of devices.
 */
export function devicesOf(members: RecordSet, person: Did, now: Micros): DeviceView[] {
  const key = publicKeyOf(person);
  const oldestFirst = upTo(members, now)
    .records.filter(({ path, subspace }) => isDevicePath(path) && equalBytes(subspace, key))
    .sort(compareRecords);
  const ends = new Map<MemberId, EndView>();
  for (const record of oldestFirst) {
    const said = ended(record);
    // The oldest word of several, as `standingOf` has it.
    if (said !== undefined && !ends.has(said.delegation)) ends.set(said.delegation, said.end);
  }
  const devices = new Map<MemberId, DeviceView>();
  for (const record of oldestFirst) {
    const [said, delegation] = [stated(record), deviceStatedIn(record)];
    if (said === undefined || delegation === undefined) continue;
    devices.set(delegation, {
      did: didOf(receiverOf(said.capability)),
      name: said.name,
      delegation,
      since: devices.get(delegation)?.since ?? record.timestamp,
      ended: ends.get(delegation),
      pending: members.pending.has(record.id),
    });
  }
  return [...devices.values()].sort((a, b) => a.since - b.since || (a.delegation < b.delegation ? -1 : 1));
}
