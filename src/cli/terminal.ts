import { text } from 'node:stream/consumers';
import { GenError } from '../core/errors.ts';
import type { Terminal } from './context.ts';

/** Questions through the process's streams; on stderr, as stdout belongs to data. */
export function processTerminal(signal: AbortSignal): Terminal {
  const { stdin, stderr } = process;
  const ask = { input: stdin, output: stderr, signal };
  return {
    interactive: stdin.isTTY && stderr.isTTY,
    typed: stdin.isTTY,
    async confirm(message) {
      const { confirm, isCancel } = await import('@clack/prompts');
      const answer = await confirm({ message, initialValue: false, ...ask });
      if (isCancel(answer)) throw givenUp();
      return answer;
    },
    async password(message) {
      const { isCancel, password } = await import('@clack/prompts');
      const answer = await password({ message, ...ask });
      if (isCancel(answer)) throw givenUp();
      return answer;
    },
    readInput: () => text(stdin),
  };
}

/** By Ctrl-C or Escape. */
function givenUp(): GenError {
  return new GenError('Cancelled', 'aborted');
}
