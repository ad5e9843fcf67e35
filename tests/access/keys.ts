import { ed25519 } from '@noble/curves/ed25519.js';
import { parseMicros, parsePublicKey, type NamespaceId, type PublicKey } from '../../src/core/ids.ts';
import type { Area } from '../../src/core/access/area.ts';
import type { Sign } from '../../src/core/access/delegation.ts';

export interface Holder {
  readonly key: PublicKey;
  readonly sign: Sign;
}

/** A key pair that is the same in every run. */
export function holder(seed: number): Holder {
  const secret = new Uint8Array(32).fill(seed);
  return {
    key: parsePublicKey(ed25519.getPublicKey(secret)),
    sign: (message) => Promise.resolve(ed25519.sign(message, secret)),
  };
}

/** The first key pair, counting seeds from `from`, whose namespace would be owned. */
export function ownedNamespace(from = 1): Holder {
  const candidate = holder(from);
  return ((candidate.key[31] ?? 0) & 1) === 1 ? candidate : ownedNamespace(from + 1);
}

export const COMMUNAL: NamespaceId = parsePublicKey(new Uint8Array(32).fill(0xc0));

export function area(
  subspace: PublicKey | undefined,
  path: readonly string[],
  start = 0,
  end: number | undefined = undefined,
): Area {
  const times = { start: parseMicros(start), end: end === undefined ? undefined : parseMicros(end) };
  return { subspace, path, times };
}

/** The reason of the `GenError` that `act` throws, or `undefined`. */
export async function reasonOf(act: () => unknown): Promise<string | undefined> {
  try {
    await act();
  } catch (thrown) {
    return `${(thrown as { code: string }).code}: ${(thrown as { reason: string }).reason}`;
  }
  return undefined;
}
