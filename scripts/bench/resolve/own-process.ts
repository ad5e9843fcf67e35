/** Our solver over the registry that npm's is given, each module fetched when the search needs it. Argument: its address. */
import { Agent, get } from 'node:http';
import { json } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import { resolution } from '../../../src/core/resolve/resolution.ts';
import type { Candidate, Need } from '../../../src/core/resolve/versions.ts';
import type { Reply } from './asked-process.ts';

type Ranges = Readonly<Record<string, string>>;
interface Packument {
  readonly versions: Readonly<Record<string, { readonly dependencies: Ranges; readonly conflicts: Ranges }>>;
}

const [registry = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 15 });

async function fetched(name: string): Promise<readonly Candidate[] | undefined> {
  const response = await new Promise<NodeJS.ReadableStream & { statusCode?: number | undefined }>(
    (resolve, reject) => {
      get(`${registry}/${name}`, { agent }, resolve).on('error', reject);
    },
  );
  const packument = (await json(response)) as Packument;
  if (response.statusCode !== 200) return undefined;
  const needs = (ranges: Ranges): Need[] => Object.entries(ranges).map(([id, range]) => ({ id, range }));
  return Object.entries(packument.versions).map(([version, { dependencies, conflicts }]) => ({
    version,
    dependencies: needs(dependencies),
    conflicts: needs(conflicts),
  }));
}

async function reply(name: string): Promise<Reply> {
  const start = performance.now();
  const found = await resolution([{ id: name, range: '*' }], fetched, { cycles: 'allow' });
  const ms = performance.now() - start;
  if (found.kind !== 'resolved') return { ms, why: found.kind };
  const chosen = [...found.chosen].map(([id, { version }]) => [id, version]);
  return { ms, chosen: Object.fromEntries(chosen) };
}

for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await reply(line)));
