import { parentPort, workerData } from 'node:worker_threads';
import type { Target } from './attack.ts';
import { ATTACKS, type AttackName } from './attacks.ts';

/** An attack in a thread of its own: its work is not to be measured as the relay's. */
export interface AttackOrder {
  readonly name: AttackName;
  readonly target: Target;
  readonly times: number;
}

const { name, target, times } = workerData as AttackOrder;
parentPort?.postMessage(await ATTACKS[name].attack(target, times));
