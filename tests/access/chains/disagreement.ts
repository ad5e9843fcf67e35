import { isDeepStrictEqual } from 'node:util';
import type { Capability } from '../../../src/core/access/capability.ts';
import { decodeCapability, encodeCapability } from '../../../src/core/access/capability-encoding.ts';
import { checkCapability } from '../../../src/core/access/validity.ts';
import { mayWriteAs } from '../../../src/core/access/write-as.ts';
import { equalBytes } from '../../../src/core/bytes.ts';
import { GenError } from '../../../src/core/errors.ts';
import { reasonOf } from '../keys.ts';
import { naiveCapability } from '../naive.ts';
import { naiveAuthor, naiveVerdict, whyNotWritten } from '../naive-validity.ts';
import { randomOf, type Random } from '../../support/random.ts';
import { PEOPLE, STRANGER } from './draft.ts';
import { withTurnedBit } from './tamperings.ts';

export interface Comparison {
  /** `undefined`: valid. */
  readonly verdict: string | undefined;
  readonly disagreements: readonly string[];
}

function unlessRefused<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (thrown) {
    if (thrown instanceof GenError) return undefined;
    throw thrown;
  }
}

const written = (capability: Capability) => unlessRefused(() => encodeCapability(capability));
const read = (bytes: Uint8Array) => unlessRefused(() => decodeCapability(bytes));

function* encodingDisagreements(capability: Capability): Generator<string> {
  const bytes = written(capability);
  const lengths = capability.delegations.every(({ signature }) => signature.length === 64);
  if (!lengths || whyNotWritten(capability) !== undefined) {
    if (bytes !== undefined) yield 'was encoded';
    return;
  }
  if (bytes === undefined || !equalBytes(bytes, naiveCapability(capability))) return yield 'other bytes';
  if (!isDeepStrictEqual(decodeCapability(bytes), capability)) yield 'did not come back as it went';
}

function* authorDisagreements(capability: Capability): Generator<string> {
  const author = naiveAuthor(capability);
  for (const { key } of [...PEOPLE, STRANGER]) {
    const expected = author !== undefined && equalBytes(author, key);
    if (mayWriteAs(capability, key) !== expected) yield 'another author';
  }
}

async function verdicts(capability: Capability): Promise<Comparison> {
  const verdict = naiveVerdict(capability);
  const said = await reasonOf(() => checkCapability(capability));
  const disagreements = said === verdict ? [] : [`said ${said ?? 'valid'}, not ${verdict ?? 'valid'}`];
  return { verdict, disagreements };
}

/** Turned bits are no capability, or are the one encoding of another chain. */
async function bentDisagreements(capability: Capability, random: Random): Promise<readonly string[]> {
  const bytes = written(capability);
  if (bytes === undefined) return [];
  const bent = withTurnedBit(bytes, random);
  const other = read(bent);
  if (other === undefined) return [];
  const { disagreements } = await verdicts(other);
  const isOne = equalBytes(naiveCapability(other), bent);
  return [...disagreements, ...(isOne ? [] : ['two encodings'])].map((text) => `a bit turned: ${text}`);
}

/** All that the code and the oracle say differently about a chain. `number` picks the bit to be turned. */
export async function compare(capability: Capability, number: number): Promise<Comparison> {
  const { verdict, disagreements } = await verdicts(capability);
  const others = [
    ...encodingDisagreements(capability),
    ...(verdict === undefined ? authorDisagreements(capability) : []),
    ...(await bentDisagreements(capability, randomOf(number))),
  ];
  return { verdict, disagreements: [...disagreements, ...others] };
}
