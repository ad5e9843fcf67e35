import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { didOf } from '../../../src/core/ids.ts';
import { decodeMember } from '../../../src/core/record/member.ts';
import { startRelayProcess } from '../../../tests/support/relay-process.ts';
import { MARK } from './attack.ts';

/** A relay as `npm start` runs it, with somebody watching its memory and, at the end, its disk. */
export interface AttackedRelay {
  readonly address: string;
  /** Whether the process still runs. */
  isAlive(): boolean;
  /** Resident bytes now; 0 where the system does not tell. */
  memory(): number;
  /** Stops it. @returns what it stored that it should not have; its exit code when that is not 0. */
  wreckage(honest: { readonly posted: ReadonlySet<string>; readonly did: string }): Promise<string[]>;
}

function memoryOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    // Only Linux tells it so.
    return 0;
  }
}

function filesWith(folder: string, marker: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(marker))
    .map((path) => `${marker} in ${path}`);
}

/** Records under the honest publisher's name that the publisher never posted, and state that a peer made it keep. */
function strangeRows(folder: string, honest: { posted: ReadonlySet<string>; did: string }): string[] {
  const database = new DatabaseSync(join(folder, 'relay.sqlite'));
  const strange: string[] = [];
  for (const { document, bytes } of database.prepare('SELECT document, bytes FROM records').all()) {
    const member = decodeMember(Uint8Array.from(bytes as Uint8Array));
    if (member.member !== 'record' || honest.posted.has(member.id)) continue;
    if (didOf(member.subspace) === honest.did) strange.push(`${member.id} in ${String(document)}`);
  }
  const states = database.prepare("SELECT count(*) AS n FROM chunks WHERE key LIKE '%sync-state%'").get();
  if (Number(states?.['n']) > 0) strange.push(`${String(states?.['n'])} states of syncs`);
  database.close();
  return strange;
}

export async function attackedRelay(): Promise<AttackedRelay> {
  const { address, folder, child, stop } = await startRelayProcess();
  return {
    address,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    memory: () => memoryOf(child.pid),
    async wreckage(honest) {
      const code = await stop();
      const found = [...strangeRows(folder, honest), ...filesWith(folder, MARK)];
      await rm(folder, { recursive: true, force: true });
      return code === 0 ? found : [...found, `exit code ${String(code)}`];
    },
  };
}
