import { compare } from '../../tests/access/chains/disagreement.ts';
import { generatedChain } from '../../tests/access/chains/generated-chain.ts';
import type { Finding } from './finding.ts';

const CHAINS = 100_000;
/** Named in the finding, so that each can be looked at by its number. */
const NAMED = 5;

const count = (runs: number): string => runs.toLocaleString('en');

/** Whole chains, honest and forged, before the code and before an oracle that shares nothing with it. */
export async function meadowcap(chains = CHAINS): Promise<Finding[]> {
  let valid = 0;
  let honest = 0;
  const broken: string[] = [];
  for (let number = 0; number < chains; number += 1) {
    const { capability, fault } = generatedChain(number);
    const { verdict, disagreements } = await compare(capability, number);
    if (fault === 'none') honest += 1;
    if (verdict === undefined) valid += 1;
    const [first] = disagreements;
    if (first !== undefined) broken.push(`chain ${number}, ${fault}: ${first}`);
  }
  const mix = `${count(valid)} valid, ${count(chains - valid)} invalid, ${count(chains - honest)} with a fault put in`;
  return [
    {
      what: 'the verdict on a chain, its bytes and its author are those of the naive oracle',
      runs: chains,
      broken: broken.length,
      measured: [mix, ...broken.slice(0, NAMED)].join('; '),
    },
  ];
}
