import { FULL_AREA } from '../../src/core/access/area.ts';
import type { AccessMode, Capability } from '../../src/core/access/capability.ts';
import { communalCapability, delegate, ownedCapability } from '../../src/core/access/delegation.ts';
import { area, COMMUNAL, holder, ownedNamespace } from './keys.ts';

export const root = ownedNamespace();
export const naming = holder(11);
export const alice = holder(12);
export const device = holder(13);

export function owned(mode: AccessMode = 'write'): Promise<Capability> {
  return ownedCapability({ namespace: root.key, user: naming.key, mode, sign: root.sign });
}

/** Root → naming key → alice, for one module until a day, in her own subspace → her device. */
export async function publishing(): Promise<Capability> {
  const module = area(alice.key, ['modules', 'io', 'acme', 'codec', '@']);
  const dated = area(alice.key, module.path, 1000, 2000);
  const granted = await delegate(await owned(), { area: module, receiver: alice.key, sign: naming.sign });
  return delegate(granted, { area: dated, receiver: device.key, sign: alice.sign });
}

/** Alice's own subspace of the communal namespace, handed to her device. */
export async function rating(): Promise<Capability> {
  const own = communalCapability(COMMUNAL, alice.key, 'write');
  const handed = await delegate(own, {
    area: area(alice.key, ['ratings']),
    receiver: device.key,
    sign: alice.sign,
  });
  return delegate(handed, {
    area: area(alice.key, ['ratings'], 5, 9),
    receiver: naming.key,
    sign: device.sign,
  });
}

/** A chain of `length` delegations of everything, back and forth between two holders. */
export async function chain(length: number): Promise<Capability> {
  let capability = await owned();
  for (let index = 0; index < length; index += 1) {
    const [from, to] = index % 2 === 0 ? [naming, alice] : [alice, naming];
    capability = await delegate(capability, { area: FULL_AREA, receiver: to.key, sign: from.sign });
  }
  return capability;
}
