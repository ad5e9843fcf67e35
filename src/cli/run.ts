import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { CommanderError, type Command } from 'commander';
import { z } from 'zod';
import { GenError, toGenError } from '../core/errors.ts';
import type { Context, GlobalOptions, Home, World } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { EXIT } from './exit.ts';
import { openDevice } from './open-device.ts';
import { createOutput } from './output.ts';
import { createProgram } from './program.ts';

const DEFAULT_RELAY = 'http://localhost:4321';
const INTERRUPTED = 130;

/**
 * One command, from its words to its exit code. Everything is closed when it resolves.
 *
 * @param words as the shell gave them, without program and script.
 */
export async function run(words: readonly string[], world: World): Promise<number> {
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    world.stdout(await programVersion());
    return EXIT.ok;
  }
  let code: number = EXIT.ok;
  const program = createProgram(async (work) => {
    const opened = createContext(program.opts(), world);
    try {
      code = await work(opened.context);
    } finally {
      await opened.close();
    }
  });
  speakThrough(program, world);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.ok;
    // Before the flags are read, this is all that is known of them.
    const out = createOutput(world, { json: words.includes('--json'), quiet: false });
    const error = thrown instanceof CommanderError ? usageError(thrown) : toGenError(thrown);
    out.error(error.toJSON());
    return error.code === 'Cancelled' && world.signal.aborted ? INTERRUPTED : exitCodeOf(error);
  }
  return code;
}

/** Commander neither ends the process nor prints errors itself. */
function speakThrough(command: Command, world: World): void {
  const lines = (text: string) => text.replace(/\n$/u, '');
  command.exitOverride().configureOutput({
    writeOut: (text) => world.stdout(lines(text)),
    writeErr: (text) => world.stderr(lines(text)),
    outputError: () => undefined,
    getOutHelpWidth: () => 100,
    getErrHelpWidth: () => 100,
  });
  for (const below of command.commands) speakThrough(below, world);
}

function usageError({ message, code }: CommanderError): GenError {
  const text =
    code === 'commander.help'
      ? 'No command was given.'
      : message.replace(/^error: /u, '').replaceAll('\n', ' ');
  const sentence = /[.?)]$/u.test(text) ? text : `${text}.`;
  return new GenError('InvalidInput', 'usage', { text: `${sentence} See --help.` });
}

interface Flags {
  readonly relay?: string;
  readonly data?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly offline?: boolean;
  readonly yes?: boolean;
  readonly input?: boolean;
}

/** A flag goes before the environment, and that before the default. @throws GenError InvalidInput `relay`. */
function globalOptions(flags: Flags, { environment }: World): GlobalOptions {
  const from = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const shared = from('XDG_DATA_HOME') ?? join(homedir(), '.local', 'share');
  return {
    relay: parseAddress(flags.relay ?? from('GEN_REGISTRY_RELAY') ?? DEFAULT_RELAY),
    data: resolve(flags.data ?? from('GEN_REGISTRY_HOME') ?? join(shared, 'gen-registry')),
    givenData: flags.data,
    quiet: flags.quiet ?? false,
    offline: flags.offline ?? false,
    yes: flags.yes ?? false,
    input: flags.input ?? true,
  };
}

function parseAddress(value: string): string {
  const url = URL.parse(value);
  if (url === null || !/^https?:$/u.test(url.protocol))
    throw new GenError('InvalidInput', 'relay', { value });
  return value.replace(/\/+$/u, '');
}

function createContext(flags: Flags, world: World): { context: Context; close(): Promise<void> } {
  const { environment, terminal, signal } = world;
  const options = globalOptions(flags, world);
  let opened: Home | undefined;
  const home = () => (opened ??= world.openHome(options.data, signal));
  const context: Context = {
    options,
    out: createOutput(world, { json: flags.json ?? false, quiet: options.quiet }),
    terminal,
    environment,
    signal,
    home,
    relayAt: (address) => world.relayAt(parseAddress(address), home()),
    async device(over = home()) {
      const client = options.offline ? undefined : world.relayAt(options.relay, over);
      const relayAt = options.offline ? undefined : (address: string) => world.furtherRelay?.(address, over);
      return openDevice(over, { address: options.relay, client, relayAt }, signal);
    },
  };
  return { context, close: async () => opened?.close() };
}

async function programVersion(): Promise<string> {
  const file = new URL('../../package.json', import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(await readFile(file, 'utf8'))).version;
}
