import { createCatalogue, type Catalogue } from '../app/catalogue.ts';
import { outboxMembers } from '../app/known-records.ts';
import { GenError, toGenError } from '../core/errors.ts';
import { FIRST_EPOCH, type DocumentPath } from '../core/record/document.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { Tables } from '../ports/tables.ts';
import type { Context, OpenDevice } from './context.ts';

const PARALLEL = 8;

const CATALOGUE: readonly DocumentPath[] = Array.from(
  { length: FIRST_EPOCH.shards },
  (_, shard) => `catalog/${shard}` as DocumentPath,
);

export interface Fetched {
  readonly members: readonly Member[];
  /** Documents that are not on this device and could not be fetched. */
  readonly missing: readonly DocumentPath[];
}

/** Documents from the relay, or as they were last kept. @throws GenError of the first when none is to be had. */
export async function fetchDocuments(
  { device }: OpenDevice,
  paths: readonly DocumentPath[],
  signal: AbortSignal,
): Promise<Fetched> {
  const members: Member[] = [];
  const missing: DocumentPath[] = [];
  let failure: GenError | undefined;
  const queue = [...paths];
  async function fetchNext(): Promise<void> {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      try {
        members.push(...(await device.records.membersOf(path, signal)));
      } catch (thrown) {
        const error = toGenError(thrown);
        if (error.code === 'Cancelled') throw error;
        failure ??= error;
        missing.push(path);
      }
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, fetchNext));
  if (failure !== undefined && missing.length === paths.length) throw failure;
  return { members, missing };
}

/** The searchable catalogue: what the relay has now, and this device's own cards under way. */
export async function loadCatalogue(
  { out, signal }: Context,
  opened: OpenDevice,
): Promise<{ catalogue: Catalogue; pending: ReadonlySet<string> }> {
  const { members, missing } = await fetchDocuments(opened, CATALOGUE, signal);
  if (missing.length > 0) {
    out.note(`${missing.length} of ${CATALOGUE.length} parts of the catalogue are missing here.`);
  }
  const { device } = opened;
  const own = (await Promise.all(CATALOGUE.map((path) => outboxMembers(device, path)))).flat();
  const carried = new Set<string>(members.map(({ id }) => id));
  const catalogue = createCatalogue();
  catalogue.add([...members, ...own], device.clock());
  return { catalogue, pending: new Set(own.map(({ id }) => id).filter((id) => !carried.has(id))) };
}

/** The catalogue as it was last kept, without asking anybody. */
export async function keptCatalogue(
  tables: Tables,
  now: ReturnType<OpenDevice['device']['clock']>,
): Promise<Catalogue> {
  const rows = await tables.all('documents');
  const kept = rows.filter(({ path }) => path.startsWith('catalog/'));
  const catalogue = createCatalogue();
  catalogue.add(
    kept.flatMap(({ members }) => members.map(decodeMember)),
    now,
  );
  return catalogue;
}

/** The catalogue and every document that this device ever looked at or wrote to. */
export async function allDocuments(tables: Tables): Promise<DocumentPath[]> {
  const kept = await tables.keys('documents');
  const written = (await tables.all('outbox')).map(({ document }) => document);
  return [...new Set([...CATALOGUE, ...([...kept, ...written] as DocumentPath[])])];
}
