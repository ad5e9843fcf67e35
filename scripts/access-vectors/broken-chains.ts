import type { Capability, Delegation } from '../../src/core/access/capability.ts';
import { randomOf } from '../../tests/support/random.ts';
import { signed, type Draft } from '../../tests/access/chains/draft.ts';
import { FORGERIES } from '../../tests/access/chains/forgeries.ts';
import { TAMPERINGS } from '../../tests/access/chains/tamperings.ts';
import { naiveCapability } from '../../tests/access/naive.ts';
import { naiveVerdict, whyNotWritten } from '../../tests/access/naive-validity.ts';
import { HANDED, HONEST } from './chains.ts';
import { weakSignatures } from './weak-signatures.ts';
import { hexOf, type Refused } from './vector.ts';

/** Capabilities that can be read and are not valid. */

const RULES: Readonly<Record<string, string>> = {
  'PermissionDenied: namespace-kind': 'the kind is that of the namespace',
  'SignatureInvalid: capability-signature': 'every signature is over its message, by its signer',
};
const LARGE_S = 'S below the order of the base point';

/** Each way to spoil each chain, where it makes bytes that are refused. */
function spoilt(name: string, draft: Draft): readonly Refused[] {
  const forged = Object.entries(FORGERIES).map(([fault, forge]) => {
    const changed = forge(draft, randomOf(1));
    return [fault, changed && signed(changed)] as const;
  });
  const tampered = Object.entries(TAMPERINGS).map(
    ([fault, tamper]) => [fault, tamper(signed(draft), randomOf(1))] as const,
  );
  return [...forged, ...tampered].flatMap(([fault, capability]) => {
    if (capability === undefined || !isWritable(capability)) return [];
    const reason = naiveVerdict(capability) ?? 'valid';
    const rule = fault.endsWith('S + L') ? LARGE_S : RULES[reason];
    if (rule === undefined) return [];
    return [{ rule, case: `${name}: ${fault}`, hex: hexOf(naiveCapability(capability)), reason }];
  });
}

function isWritable(capability: Capability): boolean {
  const whole = capability.delegations.every((link: Delegation) => link.signature.length === 64);
  return whole && whyNotWritten(capability) === undefined;
}

/** Links that would fit by their areas. */
function moved(): readonly Refused[] {
  const dated = signed(HANDED.dated);
  const circle = signed(HONEST['owned, in a circle'] ?? HANDED.dated);
  const [one, two, three, four] = circle.delegations as [Delegation, Delegation, Delegation, Delegation];
  const chains: Readonly<Record<string, Capability>> = {
    'the first link left out': { ...dated, delegations: dated.delegations.slice(1) },
    'the second link left out': { ...dated, delegations: dated.delegations.toSpliced(1, 1) },
    'two links exchanged': { ...circle, delegations: [one, three, two, four] },
    'the links backwards': { ...circle, delegations: [four, three, two, one] },
    'the last link first': { ...circle, delegations: [four, one, two, three] },
    'round twice': { ...circle, delegations: [one, two, three, four, one, two, three, four] },
  };
  return Object.entries(chains).map(([name, capability]) => {
    const reason = 'SignatureInvalid: capability-signature';
    return { rule: RULES[reason] ?? '', case: name, hex: hexOf(naiveCapability(capability)), reason };
  });
}

export function brokenChains(): readonly Refused[] {
  const { communal, twice, dated } = HANDED;
  const spoiltChains = Object.entries({ communal, twice, dated }).flatMap(([name, draft]) =>
    spoilt(name, draft),
  );
  const weak = weakSignatures().map(({ rule, name, capability }): Refused => ({
    rule,
    case: name,
    hex: hexOf(naiveCapability(capability)),
    reason: 'SignatureInvalid: capability-signature',
  }));
  return [...spoiltChains, ...moved(), ...weak];
}
