import type { Capability } from '../../src/core/access/capability.ts';
import { signed } from '../../tests/access/chains/draft.ts';
import { naiveCapability } from '../../tests/access/naive.ts';
import { plainArea } from './area-pairs.ts';
import { brokenChains } from './broken-chains.ts';
import { HANDED, HONEST } from './chains.ts';
import { malformedCapabilities } from './malformed-capabilities.ts';
import { hexOf, type Accepted, type Refused, type Vectors } from './vector.ts';

/** Capabilities: `value` for what is valid. Refused is what cannot be read, and what can be read but is not valid. */

function plainCapability(capability: Capability): object {
  const { kind, mode, namespace, user, delegations } = capability;
  return {
    kind,
    mode,
    namespace: hexOf(namespace),
    user: hexOf(user),
    ...(kind === 'owned' ? { initialAuthorisation: hexOf(capability.initialAuthorisation) } : {}),
    delegations: delegations.map(({ area, receiver, signature }) => ({
      area: plainArea(area),
      receiver: hexOf(receiver),
      signature: hexOf(signature),
    })),
  };
}

export function capabilityVectors(): Vectors {
  const accepted = Object.entries(HONEST).map(([name, draft]): Accepted => {
    const capability = signed(draft);
    return { case: name, hex: hexOf(naiveCapability(capability)), value: plainCapability(capability) };
  });
  const refused: readonly Refused[] = [
    ...malformedCapabilities(HANDED.communal, HANDED.owned),
    ...brokenChains(),
  ];
  return { accepted, refused };
}
