import { concat } from '../bytes.ts';
import { GenError } from '../errors.ts';
import { parsePublicKey } from '../ids.ts';
import { encodeAreaInArea, readAreaInArea } from './area-encoding.ts';
import { ByteReader } from './byte-reader.ts';
import { initialArea, linksOf, MAX_DELEGATIONS, type Capability, type Delegation } from './capability.ts';

/** `encode_mc_capability`: layout in README.md. One encoding per capability, nothing else is decoded. */

const OWNED = 0x80;
const WRITE = 0x40;
const COUNT = 0x3f;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

function fixed(bytes: Uint8Array, length: number, field: string): Uint8Array {
  if (bytes.length !== length)
    throw new GenError('InvalidInput', 'field-length', { field, bytes: bytes.length });
  return bytes;
}

function requireLength(delegations: number): void {
  if (delegations > MAX_DELEGATIONS) throw new GenError('InvalidInput', 'chain-length', { delegations });
}

/**
 * @throws GenError InvalidInput `chain-length` | `field-length`, or as `encodeAreaInArea` where an area is not inside
 *         the one before. Signatures are not checked.
 */
export function encodeCapability(capability: Capability): Uint8Array<ArrayBuffer> {
  const { mode, namespace, user, delegations } = capability;
  requireLength(delegations.length);
  // At most eight, so the count is its own tag of six bits and has no further bytes.
  const head =
    (capability.kind === 'owned' ? OWNED : 0) | (mode === 'write' ? WRITE : 0) | delegations.length;
  const outer = linksOf(capability);
  const links = delegations.flatMap(({ area, receiver, signature }, index) => [
    encodeAreaInArea(area, outer[index]?.area ?? initialArea(capability)),
    fixed(receiver, KEY_BYTES, 'receiver'),
    fixed(signature, SIGNATURE_BYTES, 'signature'),
  ]);
  return concat(
    Uint8Array.of(head),
    fixed(namespace, KEY_BYTES, 'namespace'),
    fixed(user, KEY_BYTES, 'user'),
    ...(capability.kind === 'owned'
      ? [fixed(capability.initialAuthorisation, SIGNATURE_BYTES, 'initialAuthorisation')]
      : []),
    ...links,
  );
}

function readDelegations(reader: ByteReader, count: number, initial: Capability): readonly Delegation[] {
  const delegations: Delegation[] = [];
  let outer = initialArea(initial);
  for (let index = 0; index < count; index += 1) {
    const area = readAreaInArea(reader, outer);
    const receiver = parsePublicKey(reader.take(KEY_BYTES));
    delegations.push({ area, receiver, signature: reader.take(SIGNATURE_BYTES) });
    outer = area;
  }
  return delegations;
}

/**
 * Structure only: signatures and the kind of namespace are `checkCapability`'s.
 *
 * @throws GenError InvalidInput `chain-length` | `truncated` | `trailing-bytes`, or as `readAreaInArea`.
 */
export function decodeCapability(bytes: Uint8Array): Capability {
  const reader = new ByteReader(bytes);
  const head = reader.byte();
  const count = head & COUNT;
  requireLength(count);
  const mode = (head & WRITE) === 0 ? 'read' : 'write';
  const namespace = parsePublicKey(reader.take(KEY_BYTES));
  const user = parsePublicKey(reader.take(KEY_BYTES));
  const initial: Capability =
    (head & OWNED) === 0
      ? { kind: 'communal', mode, namespace, user, delegations: [] }
      : {
          kind: 'owned',
          mode,
          namespace,
          user,
          initialAuthorisation: reader.take(SIGNATURE_BYTES),
          delegations: [],
        };
  const delegations = readDelegations(reader, count, initial);
  reader.end();
  return { ...initial, delegations };
}
