import { expect, test } from 'vitest';
import { compare } from './chains/disagreement.ts';
import { FAULTS, generatedChain } from './chains/generated-chain.ts';

/** `npm run soak` asks the same of 100,000. */
const CHAINS = 1500;

test('on any chain, whole or forged, the verdict, the bytes and the author are those of the naive oracle', async () => {
  const disagreements: string[] = [];
  const verdicts = new Map<string, number>();
  const faults = new Set<string>();
  for (let number = 0; number < CHAINS; number += 1) {
    const { capability, fault } = generatedChain(number);
    const compared = await compare(capability, number);
    const verdict = compared.verdict ?? 'valid';
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    faults.add(fault);
    disagreements.push(...compared.disagreements.map((text) => `chain ${number}, ${fault}: ${text}`));
  }

  expect(disagreements).toEqual([]);
  expect([...faults].toSorted()).toEqual([...FAULTS, 'none'].toSorted());
  expect([...verdicts.keys()].toSorted()).toEqual([
    'InvalidInput: path',
    'InvalidInput: path-component',
    'InvalidInput: time-range',
    'PermissionDenied: area-not-included',
    'PermissionDenied: chain-length',
    'PermissionDenied: namespace-kind',
    'SignatureInvalid: capability-signature',
    'valid',
  ]);
  expect(verdicts.get('valid')).toBeGreaterThan(CHAINS / 3);
  expect(verdicts.get('valid')).toBeLessThan((CHAINS * 2) / 3);
}, 60_000);
