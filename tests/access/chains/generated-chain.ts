import type { Capability } from '../../../src/core/access/capability.ts';
import { randomOf, type Random } from '../../support/random.ts';
import { honestDraft, signed } from './draft.ts';
import { FORGERIES } from './forgeries.ts';
import { TAMPERINGS } from './tamperings.ts';

export interface GeneratedChain {
  readonly capability: Capability;
  /** What was done to it. It may be valid all the same, say where somebody was put in their own place. */
  readonly fault: string;
}

type Fault = (random: Random) => Capability | undefined;

const BY_NAME: readonly (readonly [string, Fault])[] = [
  ...Object.entries(FORGERIES).map(([name, forge]) => {
    const fault: Fault = (random) => {
      const forged = forge(honestDraft(random), random);
      return forged && signed(forged);
    };
    return [name, fault] as const;
  }),
  ...Object.entries(TAMPERINGS).map(([name, tamper]) => {
    const fault: Fault = (random) => tamper(signed(honestDraft(random)), random);
    return [name, fault] as const;
  }),
];

export const FAULTS: readonly string[] = BY_NAME.map(([name]) => name);
/** A wrong end needs an end, a wrong second link two: new chains are drawn until there is something to spoil. */
const DRAWS = 100;

/** The chain of this number, the same in every run. Not quite half have no fault, the others one. */
export function generatedChain(number: number): GeneratedChain {
  const random = randomOf(number);
  if (random.chance(0.45)) return { capability: signed(honestDraft(random)), fault: 'none' };
  const [fault, spoil] = random.pick(BY_NAME);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const capability = spoil(random);
    if (capability !== undefined) return { capability, fault };
  }
  throw new Error(`chain ${number}: nothing to do "${fault}" to`);
}
