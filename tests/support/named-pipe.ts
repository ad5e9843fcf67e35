import { execFileSync } from 'node:child_process';

/** Of the system: Node cannot make one itself. */
const MAKER = 'mkfifo';

export function makePipe(path: string): void {
  execFileSync(MAKER, [path]);
}
