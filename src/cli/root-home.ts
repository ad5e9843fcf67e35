import { memoryLocks } from '../adapters/memory/memory-locks.ts';
import { memoryTables } from '../adapters/memory/memory-tables.ts';
import { wallClock } from '../app/device.ts';
import { GenError } from '../core/errors.ts';
import type { CapabilityMember } from '../core/record/member.ts';
import type { IdentityKeeper, Signer } from '../ports/identity.ts';
import type { Home } from './context.ts';

/**
 * The owner of a registry, who has no device: signs by the root key and reads by its own word. Nothing of it stays on the
 * machine. Without a key it is nobody, who may ask what everybody may.
 *
 * @param reading the root's capability for reading everything.
 */
export async function rootHome(
  root: Signer | undefined,
  reading: CapabilityMember | undefined,
): Promise<Home> {
  const tables = memoryTables();
  if (reading !== undefined) {
    const { id, bytes } = reading;
    await tables.write([{ table: 'capabilities', put: { id, bytes, receivedAt: wallClock() } }]);
  }
  const refuse = () => Promise.reject(new GenError('InvalidState', 'root-identity'));
  const signer = async () => root ?? refuse();
  const identity: IdentityKeeper = {
    signer,
    main: signer,
    async facts() {
      const { did } = await signer();
      return { did, device: did, hasMain: true, createdAt: wallClock() };
    },
    backup: refuse,
    restore: refuse,
    offer: refuse,
    join: refuse,
  };
  return {
    tables,
    identity,
    locks: memoryLocks(),
    hasIdentity: async () => root !== undefined,
    close: async () => undefined,
  };
}
