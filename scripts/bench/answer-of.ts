import { fork } from 'node:child_process';

/**
 * What a script of its own says: nothing that was measured before goes on in its process.
 *
 * @param order given to it as JSON, its only argument; its answer is the one message that it sends.
 * @throws Error when it ends without one.
 */
export function answerOf<Answer>(
  script: URL,
  order: unknown,
  flags: readonly string[] = [],
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = fork(script, [JSON.stringify(order)], { execArgv: [...flags] });
    child.once('message', (answer) => resolve(answer as Answer));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${script.pathname} ended with ${String(code)}`)));
  });
}
