import type { Capability, Delegation } from '../../../src/core/access/capability.ts';
import { parsePublicKey } from '../../../src/core/ids.ts';
import type { Random } from '../../support/random.ts';
import { narrowed } from './areas.ts';
import { honestDraft, NAMESPACES, PEOPLE, signed } from './draft.ts';
import { littleEndian, ORDER } from './signers.ts';

/** What one who can sign nothing does to a finished chain. `undefined` where there is nothing to do it to. */
export type Tampering = (capability: Capability, random: Random) => Capability | undefined;

type Relink = (link: Delegation, capability: Capability, random: Random) => Delegation;

function atLink(relink: Relink): Tampering {
  return (capability, random) => {
    const at = random.below(Math.max(1, capability.delegations.length));
    const link = capability.delegations[at];
    return link && withLinks(capability, capability.delegations.with(at, relink(link, capability, random)));
  };
}

function withLinks(capability: Capability, delegations: readonly Delegation[]): Capability {
  return { ...capability, delegations };
}

export function withTurnedBit(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length);
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << random.below(8)));
}

/** S + L: the same signature to whoever does not look at the size of S. */
export function withLargerS(signature: Uint8Array): Uint8Array {
  const larger = littleEndian(signature.subarray(32)) + ORDER;
  const digits = larger.toString(16).padStart(64, '0');
  return Uint8Array.of(...signature.subarray(0, 32), ...Buffer.from(digits, 'hex').toReversed());
}

const SMALL_ORDER_KEY = parsePublicKey(Uint8Array.of(1, ...new Uint8Array(31)));

export const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'the other mode': (capability) => ({ ...capability, mode: capability.mode === 'read' ? 'write' : 'read' }),
  'the other kind': (capability) => {
    const { kind, mode, namespace, user, delegations } = capability;
    const common = { mode, namespace, user, delegations };
    if (kind === 'owned') return { kind: 'communal', ...common };
    const initialAuthorisation = delegations[0]?.signature ?? new Uint8Array(64);
    return { kind: 'owned', ...common, initialAuthorisation };
  },
  'another namespace of its kind': (capability, random) => ({
    ...capability,
    namespace: random.pick(NAMESPACES[capability.kind]).key,
  }),
  'a namespace of the other kind': (capability) => ({
    ...capability,
    namespace: NAMESPACES[capability.kind === 'owned' ? 'communal' : 'owned'][0]?.key ?? capability.namespace,
  }),
  'another user': (capability, random) => ({ ...capability, user: random.pick(PEOPLE).key }),
  'another receiver': atLink((link, _capability, random) => ({
    ...link,
    receiver: random.pick(PEOPLE).key,
  })),
  'a receiver of small order': atLink((link) => ({ ...link, receiver: SMALL_ORDER_KEY })),
  'a narrower area than was signed': atLink((link, _capability, random) => ({
    ...link,
    area: narrowed(
      random,
      link.area,
      PEOPLE.map(({ key }) => key),
    ),
  })),
  'the links in another order': (capability, random) =>
    withLinks(capability, random.shuffled(capability.delegations)),
  'a link left out': (capability, random) =>
    withLinks(
      capability,
      capability.delegations.toSpliced(random.below(capability.delegations.length + 1), 1),
    ),
  'the last link left out': (capability) => withLinks(capability, capability.delegations.slice(0, -1)),
  'a link twice': ({ delegations, ...capability }, random) => {
    const at = random.below(delegations.length + 1);
    return withLinks(
      { ...capability, delegations },
      delegations.toSpliced(at, 0, ...delegations.slice(at, at + 1)),
    );
  },
  'the links round and round': (capability) =>
    withLinks(capability, [...capability.delegations, ...capability.delegations]),
  'a link of another chain': (capability, random) => {
    const foreign = signed(honestDraft(random)).delegations.at(-1);
    return foreign && withLinks(capability, [...capability.delegations, foreign]);
  },
  'the links of another chain': (capability, random) =>
    withLinks(capability, signed(honestDraft(random)).delegations),
  'the signature of another link': atLink((link, { delegations }, random) => ({
    ...link,
    signature: random.pick(delegations).signature,
  })),
  'a bit of a signature': atLink((link, _capability, random) => ({
    ...link,
    signature: withTurnedBit(link.signature, random),
  })),
  'a signature cut short': atLink((link) => ({ ...link, signature: link.signature.slice(0, 63) })),
  'a signature with S + L': atLink((link) => ({ ...link, signature: withLargerS(link.signature) })),
  'a bit of the authorisation': (capability, random) =>
    capability.kind === 'owned'
      ? { ...capability, initialAuthorisation: withTurnedBit(capability.initialAuthorisation, random) }
      : undefined,
  'an authorisation with S + L': (capability) =>
    capability.kind === 'owned'
      ? { ...capability, initialAuthorisation: withLargerS(capability.initialAuthorisation) }
      : undefined,
};
