import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveDocuments } from '../../src/relay/live-documents.ts';
import { readConfig, type RelayConfig } from '../../src/relay/config.ts';
import type { RunningRelay } from '../../src/relay/relay-hooks.ts';
import { startRelay } from '../../src/relay/start-relay.ts';
import { sharedValidator } from './shared-validator.ts';

export interface TestRelay {
  readonly relay: RunningRelay;
  readonly folder: string;
  /** Stops it and starts it again over the same data. */
  restart(): Promise<TestRelay>;
  close(): Promise<void>;
}

function configFor(folder: string, change: Partial<RelayConfig>): RelayConfig {
  const read = readConfig({ PORT: '0', GEN_REGISTRY_DATA: folder, GEN_REGISTRY_LOG: 'silent' }, [
    '--no-samples',
  ]);
  return { ...read, host: '127.0.0.1', ...change };
}

async function startIn(folder: string, change: Partial<RelayConfig>): Promise<TestRelay> {
  const hooks = { openDocuments: liveDocuments, validator: sharedValidator };
  const relay = await startRelay(configFor(folder, change), hooks);
  return {
    relay,
    folder,
    async restart() {
      await relay.stop();
      return startIn(folder, change);
    },
    async close() {
      await relay.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A real relay, documents and sockets included, on a free port over a folder of its own. */
export async function startTestRelay(change: Partial<RelayConfig> = {}): Promise<TestRelay> {
  return startIn(await mkdtemp(join(tmpdir(), 'gen-relay-')), change);
}
