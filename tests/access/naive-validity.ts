import type { Area } from '../../src/core/access/area.ts';
import type { AccessMode, Capability } from '../../src/core/access/capability.ts';
import type { NamespaceId, PublicKey } from '../../src/core/ids.ts';
import { area } from './keys.ts';
import { contains, naiveAreaInArea, type Point } from './naive.ts';
import { naiveVerify } from './chains/signers.ts';

/**
 * Whole chains a second time: "Signed messages", the order of the checks and "Nobody writes as another" of
 * src/core/access/README.md, sentence by sentence. Shares types with the code that it judges, and nothing else.
 */

const NOBODY = new Uint8Array(32).fill(0xee);
const LAST_INSTANT = Number.MAX_SAFE_INTEGER;
const EVERYTHING = area(undefined, []);

/** An area is a box: who holds its first and its last point holds all of it. Nobody's subspace stands for any. */
function farPoints({ subspace = NOBODY as PublicKey, path, times }: Area): readonly Point[] {
  const place = path.map((component) => `${component}/`).join('');
  const last = times.end === undefined ? LAST_INSTANT : times.end - 1;
  return [times.start, last].map((time) => ({ subspace, path: place, time }));
}

export function naiveIncludes(outer: Area, inner: Area): boolean {
  return farPoints(inner).every((point) => contains(outer, point));
}

/** "1 to 128 bytes, each 0x21–0x7e without `/`". */
function isComponent(text: string): boolean {
  const letters = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  const good = letters.filter((code) => code >= 0x21 && code <= 0x7e && code !== 0x2f);
  return text.length >= 1 && text.length <= 128 && good.length === letters.length;
}

/** "A range holds at least one instant"; "at most 32 components, 1024 bytes in all". */
function whyNoArea({ path, times: { start, end } }: Area): string | undefined {
  if (end !== undefined && start >= end) return 'InvalidInput: time-range';
  if (path.length > 32 || path.join('').length > 1024) return 'InvalidInput: path';
  return path.every(isComponent) ? undefined : 'InvalidInput: path-component';
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.join() === other.join();
}

function joined(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** `02` read or `03` write ‖ user. */
export function authorisation(mode: AccessMode, user: PublicKey): Uint8Array {
  return joined([mode === 'read' ? 0x02 : 0x03], user);
}

export interface Handover {
  readonly mode: AccessMode;
  readonly namespace: NamespaceId;
  /** The signature before this one; the first of a communal chain has none. */
  readonly before: Uint8Array | undefined;
  readonly difference: Uint8Array;
  readonly receiver: PublicKey;
}

export function handover({ mode, namespace, before, difference, receiver }: Handover): Uint8Array {
  if (before !== undefined) return joined(difference, before, receiver);
  return joined([mode === 'read' ? 0x00 : 0x01], namespace, difference, receiver);
}

/** Each link with what was held before it: `[held, handed on]`. */
function steps({ kind, user, delegations }: Capability): readonly (readonly [Area, Area])[] {
  const initial = kind === 'owned' ? EVERYTHING : { ...EVERYTHING, subspace: user };
  const held = [initial, ...delegations.map((link) => link.area)];
  return delegations.map((link, index) => [held[index] ?? initial, link.area]);
}

function isSigned(capability: Capability): boolean {
  const { kind, mode, namespace, user, delegations } = capability;
  const areas = steps(capability);
  let signer = user;
  let before: Uint8Array | undefined;
  if (kind === 'owned') {
    if (!naiveVerify(namespace, capability.initialAuthorisation, authorisation(mode, user))) return false;
    before = capability.initialAuthorisation;
  }
  for (const [index, { receiver, signature }] of delegations.entries()) {
    const [held = EVERYTHING, given = EVERYTHING] = areas[index] ?? [];
    const message = handover({
      mode,
      namespace,
      before,
      difference: naiveAreaInArea(given, held),
      receiver,
    });
    if (!naiveVerify(signer, signature, message)) return false;
    [signer, before] = [receiver, signature];
  }
  return true;
}

/** Why there are no bytes of it: what `encodeCapability` must not write. */
export function whyNotWritten(capability: Capability): string | undefined {
  if (capability.delegations.length > 8) return 'chain-length';
  if (steps(capability).some(([held, given]) => !naiveIncludes(held, given))) return 'area-not-included';
  return capability.delegations.map((link) => whyNoArea(link.area)).find((reason) => reason !== undefined);
}

/** What `checkCapability` must say: `code: reason`, or `undefined` for a valid one. */
export function naiveVerdict(capability: Capability): string | undefined {
  const { kind, namespace, delegations } = capability;
  if (delegations.length > 8) return 'PermissionDenied: chain-length';
  const bit = (namespace[31] ?? 0) % 2;
  if (kind !== (bit === 0 ? 'communal' : 'owned')) return 'PermissionDenied: namespace-kind';
  const why = whyNotWritten(capability);
  if (why === 'area-not-included') return 'PermissionDenied: area-not-included';
  if (why !== undefined) return why;
  return isSigned(capability) ? undefined : 'SignatureInvalid: capability-signature';
}

/** In whose name a valid capability lets its receiver write: one key, or nobody's. */
export function naiveAuthor({ kind, mode, user, delegations }: Capability): PublicKey | undefined {
  if (mode === 'read') return undefined;
  const first = { subspace: kind === 'communal' ? user : undefined, receiver: user };
  const links = [first, ...delegations.map((link) => ({ ...link.area, receiver: link.receiver }))];
  const naming = links.find(({ subspace }) => subspace !== undefined);
  if (naming?.subspace === undefined) return links.at(-1)?.receiver;
  return isSame(naming.subspace, naming.receiver) ? naming.subspace : undefined;
}
