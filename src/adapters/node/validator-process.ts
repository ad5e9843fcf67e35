import { writeFileSync } from 'node:fs';
import { judge } from '../../validator/judge.ts';
import type { Job } from '../../validator/protocol.ts';

/** One process of `openValidatorProcesses`: reads a binary, gives a report; killed at the time limit. */
const send = process.send?.bind(process);
if (send === undefined) throw new Error('this is started by openValidatorProcesses');

process.on('message', (job: Job) => void judge(job, (message) => send(message)));
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole group; the one who asked decides what it means.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

try {
  // Where memory runs out all the same, Linux takes this one first.
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Another system, or not allowed: nothing depends on it.
}
