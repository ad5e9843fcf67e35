import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { startRelayProcess } from '../../tests/support/relay-process.ts';
import { generatedModules } from '../catalogue/generated-modules.ts';

const CACHE = '.cache';
const SEED = 1;
/** As in the largest catalogue that is promised; smaller ones are for times that do not depend on it. */
const RELEASES = 3;
const LARGE = 100_000;

/** One importer is a whole registry's publishers at once, and one process a crowd. */
export const WIDE_LIMITS = [
  'requestsPerMinute=100000000',
  'recordsPerHour=1000000000',
  'recordBytesPerHour=1000000000000',
  'documentBytesPerHour=10000000000',
  'blobsPerDay=1000000000000',
  'unnamedBlobs=1000000000000',
  'modules=1000000',
  // A crowd that comes from everywhere comes from one address here.
  'socketsPerAddress=4096',
  'unprovedPerAddress=512',
].join(', ');

async function writeCatalogue(file: string, modules: number, releases: number): Promise<void> {
  function* lines(): Generator<string> {
    for (const module of generatedModules({ modules, releases, seed: SEED }))
      yield `${JSON.stringify(module)}\n`;
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(file));
}

async function importInto(address: string, folder: string, home: string, file: string): Promise<void> {
  const flags = ['--relay', address, '--data', home];
  const what = ['import', file, '--namespace-key', join(folder, 'root.key'), '--prefix', 'io.bench'];
  const command = ['--disable-warning=TimeoutNegativeWarning', 'src/cli/main.ts', ...flags, ...what];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the import ended with ${String(code)}`);
}

/**
 * The folder of a relay to which a generated catalogue was imported as real signed records. Made once and kept, as
 * 100,000 modules take their time: an import that was interrupted goes on.
 */
export async function preparedRelay(modules: number): Promise<string> {
  const folder = join(CACHE, `relay-${modules}`);
  const ready = join(CACHE, `relay-${modules}.ready`);
  if (existsSync(ready)) return folder;
  console.error(`bench: importing ${modules.toLocaleString('en')} modules into ${folder}, once.`);
  await mkdir(CACHE, { recursive: true });
  const file = join(CACHE, `catalogue-${modules}.jsonl.gz`);
  const home = join(CACHE, `relay-${modules}-home`);
  await writeCatalogue(file, modules, modules < LARGE ? 1 : RELEASES);
  const relay = await startRelayProcess({ folder, limits: WIDE_LIMITS });
  try {
    await importInto(relay.address, folder, home, file);
  } finally {
    await relay.stop();
  }
  await rm(home, { recursive: true, force: true });
  await rm(file);
  await writeFile(ready, '');
  return folder;
}
