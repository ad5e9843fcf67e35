import { createCatalogue, type Catalogue } from '../app/catalogue.ts';
import { carriedMembers } from '../app/carried.ts';
import { outboxMembers } from '../app/known-records.ts';
import { storedNamespace } from '../app/pin-relay.ts';
import { readableParts } from '../app/readable-parts.ts';
import { GenError, toGenError } from '../core/errors.ts';
import type { Micros } from '../core/ids.ts';
import { FIRST_EPOCH, type DocumentPath } from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import { isReadRefusal } from '../core/record/read-message.ts';
import type { Tables } from '../ports/tables.ts';
import type { Context, OpenDevice } from './context.ts';
import { shelveRow, shelveShard } from './shelve-shard.ts';

const PARALLEL = 8;

const CATALOGUE: readonly DocumentPath[] = Array.from(
  { length: FIRST_EPOCH.shards },
  (_, shard) => `catalog/${shard}` as DocumentPath,
);

export interface Fetched {
  readonly members: readonly Member[];
  /** Documents that are not on this device and could not be fetched. */
  readonly missing: readonly DocumentPath[];
  /** The parts of the names that this person may read, where the relay refused them what lies outside; else absent. */
  readonly parts?: readonly string[];
}

const isCatalogue = (path: string): boolean => path.startsWith('catalog/');

/**
 * Documents from the relay, or as they were last kept. What a reader of a part is refused counts as empty.
 *
 * @param fetch how one is had, where its members are not all that is wanted.
 * @throws GenError of the first when none is to be had.
 */
export async function fetchDocuments(
  { device }: OpenDevice,
  paths: readonly DocumentPath[],
  signal: AbortSignal,
  fetch: (path: DocumentPath) => Promise<readonly Member[]> = (path) =>
    device.records.membersOf(path, signal),
): Promise<Fetched> {
  const members: Member[] = [];
  const missing: DocumentPath[] = [];
  const refused: DocumentPath[] = [];
  let failure: GenError | undefined;
  const queue = [...paths];
  async function fetchNext(): Promise<void> {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      // Who may not read one part of the catalogue may read none.
      if (isCatalogue(path) && refused.some(isCatalogue)) {
        refused.push(path);
        continue;
      }
      try {
        members.push(...(await fetch(path)));
      } catch (thrown) {
        const error = toGenError(thrown);
        if (error.code === 'Cancelled') throw error;
        failure ??= error;
        (isReadRefusal(error) ? refused : missing).push(path);
      }
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, fetchNext));
  const parts = refused.length === 0 ? [] : await readableParts(device, signal);
  if (parts.length > 0) return { members, missing, parts };
  const unread = [...missing, ...refused];
  if (failure !== undefined && unread.length === paths.length) throw failure;
  return { members, missing: unread };
}

/** What somebody can do who may read a part only. */
export function partsNote(parts: readonly string[]): string {
  return `You were let read ${parts.join(', ')}, without the catalogue. Open a module by its whole id: gen info ID.`;
}

/** Cards that files brought. @returns whether there were any. */
async function shelveCarried(
  tables: Tables,
  catalogue: Catalogue,
  path: DocumentPath,
  now: Micros,
): Promise<boolean> {
  const cards = await carriedMembers({ tables }, path);
  catalogue.add(cards, now);
  return cards.length > 0;
}

/** The searchable catalogue: what the relay has now, and this device's own cards under way. */
export async function loadCatalogue(
  { out, signal }: Context,
  opened: OpenDevice,
): Promise<{ catalogue: Catalogue; pending: ReadonlySet<string>; parts?: readonly string[] }> {
  const { device } = opened;
  const catalogue = createCatalogue();
  const shelve = async (path: DocumentPath): Promise<readonly Member[]> => {
    const brought = await shelveCarried(device.tables, catalogue, path, device.clock());
    try {
      await shelveShard(device, catalogue, path, signal);
    } catch (thrown) {
      if (!brought || toGenError(thrown).code !== 'Network') throw thrown;
    }
    return [];
  };
  const { missing, parts } = await fetchDocuments(opened, CATALOGUE, signal, shelve);
  if (missing.length > 0) {
    out.note(`${missing.length} of ${CATALOGUE.length} parts of the catalogue are missing here.`);
  }
  const own = (await Promise.all(CATALOGUE.map((path) => outboxMembers(device, path)))).flat();
  const pending = new Set(own.map(({ id }) => id).filter((id) => !catalogue.has(id)));
  catalogue.add(own, device.clock());
  return parts === undefined ? { catalogue, pending } : { catalogue, pending, parts };
}

/**
 * For who must not miss a module: every part is asked for, and none taken as it was last kept.
 *
 * @throws GenError Network `catalogue-parts` where one is not to be had.
 */
export async function requireWholeCatalogue({ device }: OpenDevice, signal: AbortSignal): Promise<void> {
  const queue = [...CATALOGUE];
  async function askNext(): Promise<void> {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      try {
        await device.relay.document(path, (await device.tables.get('documents', path))?.etag, signal);
      } catch (thrown) {
        const error = toGenError(thrown);
        if (error.code === 'Cancelled') throw error;
        throw new GenError('Network', 'catalogue-parts', { document: path }, error);
      }
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, askNext));
}

/** The catalogue as it was last kept, without asking anybody. */
export async function keptCatalogue(tables: Tables, now: Micros): Promise<Catalogue> {
  const catalogue = createCatalogue();
  const as = { namespace: await storedNamespace(tables), now };
  for (const path of (await tables.keys('documents')).filter(isCatalogue) as DocumentPath[]) {
    const row = await tables.get('documents', path);
    if (row !== undefined) await shelveRow(tables, catalogue, row, as);
  }
  for (const path of (await tables.keys('carried')).filter(isCatalogue) as DocumentPath[])
    await shelveCarried(tables, catalogue, path, now);
  return catalogue;
}

/** The catalogue and every document that this device ever looked at, wrote to, or was brought. */
export async function allDocuments(tables: Tables): Promise<DocumentPath[]> {
  const kept = [...(await tables.keys('documents')), ...(await tables.keys('carried'))];
  const written = (await tables.all('outbox')).map(({ document }) => document);
  return [...new Set([...CATALOGUE, ...([...kept, ...written] as DocumentPath[])])];
}
