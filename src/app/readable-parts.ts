import { areaOf } from '../core/access/capability.ts';
import { decodeCapability } from '../core/access/capability-encoding.ts';
import { toGenError } from '../core/errors.ts';
import type { ModuleId } from '../core/ids.ts';
import { AUTHORITY } from '../core/record/document.ts';
import { isReadRefusal } from '../core/record/read-message.ts';
import type { Device } from './device.ts';
import { scopeOf } from './held-permissions.ts';
import { readCapabilities } from './read-capabilities.ts';

/**
 * The parts of the names that this person may read where a relay has refused them what takes the whole namespace: the
 * catalogue, or the signed head. `io.acme.*`, sorted; none where they may read nothing at all.
 *
 * @throws GenError what the relay client throws, but for its refusal.
 */
export async function readableParts(
  device: Pick<Device, 'tables' | 'identity' | 'clock' | 'relay'>,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const paths = (await readCapabilities(device)).map((bytes) => areaOf(decodeCapability(bytes)).path);
  const parts = paths.filter((path) => path.length > 0);
  if (parts.length === 0) return [];
  try {
    // Whatever still counts lets read this: only the relay knows what was revoked.
    await device.relay.document(AUTHORITY, undefined, signal);
  } catch (thrown) {
    if (isReadRefusal(toGenError(thrown))) return [];
    throw thrown;
  }
  return [...new Set(parts.map(scopeOf))].sort();
}

/** Whether a module lies in one of these parts, as `readableParts` says them. */
export function isInParts(id: ModuleId, parts: readonly string[]): boolean {
  return parts.some((part) => part === id || (part.endsWith('.*') && id.startsWith(part.slice(0, -1))));
}
