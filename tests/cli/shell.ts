import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { readBackup, writeBackup } from '../../src/keys/backup-file.ts';
import { wallClock } from '../../src/app/device.ts';
import { drawSeed, keyOfSeed, signWith } from '../../src/keys/seed-key.ts';
import type { Home, Terminal } from '../../src/cli/context.ts';
import { run } from '../../src/cli/run.ts';
import type { IdentityFacts, IdentityKeeper, Signer } from '../../src/ports/identity.ts';
import type { FakeRelay } from './fake-relay.ts';

interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Of what stdout holds. */
  json(): Record<string, unknown>;
  /** Of the error on stderr. */
  error(): unknown;
}

interface ShellOptions {
  readonly environment?: Record<string, string>;
  readonly terminal?: Partial<Terminal>;
  readonly signal?: AbortSignal;
}

/** Somebody at a shell of their own: one home and one relay, many commands. */
export interface Shell {
  readonly home: Home;
  gen(...words: string[]): Promise<Ended>;
}

export function shell(relay: FakeRelay, options: ShellOptions = {}): Shell {
  const home = memoryHome();
  const terminal: Terminal = {
    interactive: false,
    typed: false,
    confirm: async () => false,
    password: async () => '',
    readInput: async () => '',
    ...options.terminal,
  };
  return {
    home,
    async gen(...words) {
      const stdout: string[] = [];
      const stderr: string[] = [];
      const exit = await run(words, {
        environment: options.environment ?? {},
        terminal,
        stdout: (line) => stdout.push(line),
        stderr: (line) => stderr.push(line),
        signal: options.signal ?? new AbortController().signal,
        openHome: () => ({ ...home, close: async () => undefined }),
        relayAt: () => relay.client,
      });
      return {
        exit,
        stdout: stdout.join('\n'),
        stderr: stderr.join('\n'),
        json: () => JSON.parse(stdout.join('\n')),
        error: () => JSON.parse(stderr.join('\n')).error,
      };
    },
  };
}

function memoryHome(): Home {
  return {
    tables: memoryTables(),
    identity: memoryIdentity(),
    locks: memoryLocks(),
    hasIdentity: async () => true,
    close: async () => undefined,
  };
}

function memoryIdentity(): IdentityKeeper {
  let seed = drawSeed();
  async function facts(): Promise<IdentityFacts> {
    const { did } = await keyOfSeed(seed);
    return { did, device: did, hasMain: true, createdAt: wallClock() };
  }
  async function signer(): Promise<Signer> {
    const { did, publicKey, signing } = await keyOfSeed(seed);
    return { did, publicKey, sign: (message) => signWith(signing, message) };
  }
  const refuse = () => Promise.reject(new Error('not in this test'));
  return {
    offer: refuse,
    join: refuse,
    facts,
    signer,
    main: signer,
    async backup(passphrase) {
      return writeBackup({ ...(await facts()), seed }, passphrase);
    },
    async restore(text, passphrase) {
      ({ seed } = await readBackup(text, passphrase));
      return facts();
    },
  };
}
