import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Terminal } from '../../src/cli/context.ts';
import { openHome, relayAt } from '../../src/cli/node-device.ts';
import { run } from '../../src/cli/run.ts';

export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'gen-cli-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Somebody at a shell with a home of their own, files and all, who asks for JSON. */
export async function shellAt(relay: string, terminal: Partial<Terminal> = {}) {
  return shellIn(await folder(), relay, terminal);
}

/** The same in a home that the test looks into. */
export function shellIn(home: string, relay: string, terminal: Partial<Terminal> = {}) {
  const asked = plainShellIn(home, relay, terminal);
  return async (...words: string[]) => {
    const { exit, stdout, stderr } = await asked('--json', ...words);
    const parsed = (text: string): Record<string, unknown> => (text === '' ? {} : JSON.parse(text));
    return { exit, out: exit === 0 ? parsed(stdout) : {}, error: exit === 0 ? {} : parsed(stderr)['error'] };
  };
}

/** Somebody who reads what is printed for people. */
export function plainShellIn(home: string, relay: string, terminal: Partial<Terminal> = {}) {
  return async (...words: string[]) => {
    const stdout: string[] = [];
    const stderr: string[] = [];
    const exit = await run(['--relay', relay, ...words], {
      environment: { GEN_REGISTRY_HOME: home },
      terminal: {
        interactive: false,
        typed: false,
        confirm: async () => false,
        password: async () => '',
        readInput: async () => '',
        ...terminal,
      },
      stdout: (line) => stdout.push(line),
      stderr: (line) => stderr.push(line),
      signal: AbortSignal.timeout(30_000),
      openHome,
      relayAt,
    });
    return { exit, stdout: stdout.join('\n'), stderr: stderr.join('\n') };
  };
}

export type ShellAt = ReturnType<typeof shellIn>;
