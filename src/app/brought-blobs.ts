import type { Micros, Sha256 } from '../core/ids.ts';
import type { Tables, Write } from '../ports/tables.ts';

const SETTING = 'brought-blobs';
/** Microseconds that somebody has to say yes to what a file brought. */
const KEPT_FOR = 86_400_000_000;

interface Brought {
  readonly at: Micros;
  readonly blobs: readonly Sha256[];
}

async function brought(tables: Tables): Promise<Brought | undefined> {
  return (await tables.get('settings', SETTING))?.value as Brought | undefined;
}

/** Binaries that a file has brought and nobody has said yes to so far. @param now absent: however long ago. */
export async function broughtBlobs(tables: Tables, now?: Micros): Promise<readonly Sha256[]> {
  const last = await brought(tables);
  return last !== undefined && (now === undefined || last.at > now - KEPT_FOR) ? last.blobs : [];
}

/** To be written before the binaries are. */
export async function broughtWrite(tables: Tables, blobs: readonly Sha256[], now: Micros): Promise<Write> {
  const before = await broughtBlobs(tables, now);
  const value: Brought = { at: now, blobs: [...new Set([...before, ...blobs])] };
  return { table: 'settings', put: { key: SETTING, value } };
}
