import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Placed } from './placed.ts';

/** What a process of a solver says on a line: its time, and what it found. */
export interface Reply {
  readonly ms: number;
  /** An answer of one version per module. */
  readonly chosen?: Readonly<Record<string, string>>;
  /** An answer of several versions of a module, perhaps. */
  readonly placed?: readonly Placed[];
  /** No answer, in its own words. */
  readonly why?: string;
}

/** A solver in a process of its own, asked line by line. */
export interface AskedProcess {
  /** `undefined`: it did not come to an end in time. It is stopped then, and started anew for the next question. */
  ask(question: string, longest: number): Promise<Reply | undefined>;
  stop(): Promise<void>;
}

/** @param start a process that reads questions from its input, one a line, and writes replies as JSON. */
export function askedProcess(start: () => ChildProcess): AskedProcess {
  let running: { readonly child: ChildProcess; readonly lines: AsyncIterator<string> } | undefined;

  function begin(): NonNullable<typeof running> {
    const child = start();
    if (child.stdout === null) throw new Error('its output is not read');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, lines };
  }

  async function stop(): Promise<void> {
    const child = running?.child;
    running = undefined;
    if (child === undefined || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  }

  return {
    async ask(question, longest) {
      running ??= begin();
      const { child, lines } = running;
      const timer = setTimeout(() => child.kill('SIGKILL'), longest);
      child.stdin?.write(`${question}\n`);
      const { value, done } = await lines.next();
      clearTimeout(timer);
      if (done !== true) return JSON.parse(value) as Reply;
      const wasStopped = child.signalCode === 'SIGKILL' || child.killed;
      running = undefined;
      if (!wasStopped) throw new Error(`a peer ended by itself, asked for ${question}`);
      return undefined;
    },
    stop,
  };
}
