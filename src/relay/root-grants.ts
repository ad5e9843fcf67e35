import { FULL_AREA, type TimeRange } from '../core/access/area.ts';
import { delegate, ownedCapability } from '../core/access/delegation.ts';
import type { AccessMode } from '../core/access/capability.ts';
import { GenError } from '../core/errors.ts';
import { parseMicros, type Micros, type PublicKey } from '../core/ids.ts';
import type { Path } from '../core/path.ts';
import { capabilityMember, type CapabilityMember } from '../core/record/member.ts';
import type { Signer } from '../ports/identity.ts';

/** What an admin does: cut keys off, and settle which of two releases is kept. */
const ADMIN_ROOTS = ['revocations', 'moderation'] as const;

/**
 * @param nth which one of those that are alike but for it: the same bytes signed again would be the same capability, and what
 * was ended stays ended. It begins microseconds after 1970, and takes nothing away.
 */
function timesUntil(end: Micros | undefined, nth: number): TimeRange {
  return { start: parseMicros(nth), end };
}

/** What the root itself acts by. The same one each time. */
export async function rootCapability(root: Signer, mode: AccessMode): Promise<CapabilityMember> {
  const { publicKey } = root;
  const sign = (message: Uint8Array) => root.sign(Uint8Array.from(message));
  return capabilityMember(await ownedCapability({ namespace: publicKey, user: publicKey, mode, sign }));
}

async function handedOn(
  root: Signer,
  area: typeof FULL_AREA,
  receiver: PublicKey,
  mode: AccessMode = 'write',
): Promise<CapabilityMember> {
  const sign = (message: Uint8Array) => root.sign(Uint8Array.from(message));
  const { capability: whole } = await rootCapability(root, mode);
  return capabilityMember(await delegate(whole, { area, receiver, sign }));
}

/** `io.acme` → `modules/io/acme`. @throws GenError InvalidInput `names` */
function namesPath(names: string): Path {
  const segments = names.replace(/\.\*$/, '').split('.');
  if (!segments.every((segment) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(segment)))
    throw new GenError('InvalidInput', 'names', { field: 'names', value: names.slice(0, 200) });
  return ['modules', ...segments];
}

/**
 * Every name below a part of the tree, in the receiver's own subspace: with it, they claim names where the relay's policy
 * is `invite`, and hand on parts of it.
 */
export function inviteTo(
  root: Signer,
  names: string,
  receiver: PublicKey,
  until: Micros | undefined,
  nth = 0,
): Promise<CapabilityMember> {
  const area = { subspace: receiver, path: namesPath(names), times: timesUntil(until, nth) };
  return handedOn(root, area, receiver);
}

/**
 * What a private relay asks for before it sends anything.
 *
 * @param names a part of the tree: its modules with their ratings; absent: everything, also the catalogue.
 */
export function letRead(
  root: Signer,
  names: string | undefined,
  receiver: PublicKey,
  until: Micros | undefined,
  nth = 0,
): Promise<CapabilityMember> {
  const path = names === undefined ? [] : namesPath(names);
  return handedOn(root, { ...FULL_AREA, path, times: timesUntil(until, nth) }, receiver, 'read');
}

/** One capability for each thing that an admin does. */
export function makeAdmin(
  root: Signer,
  receiver: PublicKey,
  until: Micros | undefined,
  nth = 0,
): Promise<CapabilityMember[]> {
  return Promise.all(
    ADMIN_ROOTS.map((path) =>
      handedOn(root, { ...FULL_AREA, path: [path], times: timesUntil(until, nth) }, receiver),
    ),
  );
}
