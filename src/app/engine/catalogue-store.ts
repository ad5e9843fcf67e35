import { toHex } from '../../core/bytes.ts';
import type { NamespaceId } from '../../core/ids.ts';
import { FIRST_EPOCH, parseDocumentPath, type DocumentPath } from '../../core/record/document.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ShardRow, Tables } from '../../ports/tables.ts';
import type { Catalogue } from '../catalogue.ts';
import { nextTurn } from '../in-slices.ts';
import { SHARD_FORMAT } from '../stored-shard.ts';

/**
 * The catalogue as this device stored it, a row a shard: so that a start reads numbers instead of a hundred thousand
 * signed records. Whatever does not fit is thrown away, as the documents have it all. A process that ends between a
 * change and its row costs the next start a comparison of that shard.
 */
export interface CatalogueStore {
  /**
   * A row at a time, so that the thread is not held. From then on what changes is stored.
   *
   * @returns whether it is the whole catalogue, as it was when it was stored: every shard has a row, and all of them fit.
   */
  restore(namespace: NamespaceId): Promise<boolean>;
  /** Where there was nothing to restore: what changes from now on is stored. */
  begin(namespace: NamespaceId): void;
  /** Stores now what is to be stored; for those who cannot wait. */
  flush(): Promise<void>;
  /** Bytes of the rows. */
  readonly size: number;
}

/** Milliseconds from a change to its row, and between two rounds. */
const PAUSE = 3000;
/** After a write that failed. */
const LONG_PAUSE = 60_000;
const ROWS_A_ROUND = 8;
/** Rounds that are left out while cards pour in: their rows would soon be written again. */
const MOST_LEFT_OUT = 4;

/** @param isFilling whether cards pour in just now. */
export function createCatalogueStore(
  tables: Tables,
  catalogue: Catalogue,
  clock: Clock,
  report: (fault: unknown) => void,
  isFilling: () => boolean = () => false,
): CatalogueStore {
  const changed = new Set<DocumentPath>();
  const sizes = new Map<DocumentPath, number>();
  let namespace: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();
  let leftOut = 0;

  function rowOf(path: DocumentPath, of: string): ShardRow {
    const heads = catalogue.shardHeads(path) ?? [];
    return { path, namespace: of, format: SHARD_FORMAT, heads, ...catalogue.stored(path) };
  }

  async function write(most: number): Promise<void> {
    for (const path of [...changed].slice(0, most)) {
      if (namespace === undefined) return;
      changed.delete(path);
      const row = rowOf(path, namespace);
      try {
        await tables.write([{ table: 'shards', put: row }]);
      } catch (thrown) {
        changed.add(path);
        throw thrown;
      }
      sizes.set(path, sizeOf(row));
      await nextTurn();
    }
  }

  function plan(pause: number): void {
    if (namespace === undefined || changed.size === 0) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      if (isFilling() && leftOut < MOST_LEFT_OUT) {
        leftOut += 1;
        plan(PAUSE);
        return;
      }
      leftOut = 0;
      writing = writing
        .then(() => write(ROWS_A_ROUND))
        .then(
          () => plan(PAUSE),
          (fault: unknown) => {
            report(fault);
            plan(LONG_PAUSE);
          },
        );
    }, pause);
  }

  /** What is refused is not to be shown again by the next start, however much else is to be stored. */
  let refused = 0;
  catalogue.onChanged((path) => {
    const others = catalogue.refused > refused ? [...changed] : [];
    if (others.length > 0) changed.clear();
    for (const one of [path, ...others]) changed.add(one);
    refused = catalogue.refused;
    plan(PAUSE);
  });

  /** @returns whether it is of this format. @throws GenError where it is spoilt. */
  function put(row: ShardRow): boolean {
    const path = parseDocumentPath(row.path, FIRST_EPOCH);
    const refused = isTexts(row.refused) ? row.refused : [];
    for (const record of refused) catalogue.hide(record);
    if (row.format !== SHARD_FORMAT || !isTexts(row.heads)) return false;
    catalogue.restore(path, { ...row, refused }, row.heads, clock());
    sizes.set(path, sizeOf(row));
    return true;
  }

  async function restore(of: NamespaceId): Promise<boolean> {
    const here = toHex(of);
    let fitting = 0;
    let spoilt: unknown;
    for (const key of await tables.keys('shards')) {
      const row = await tables.get('shards', key);
      // What does not fit is written over when its shard is levelled.
      try {
        if (row !== undefined && row.namespace === here && put(row)) fitting += 1;
      } catch (fault) {
        spoilt ??= fault;
      }
      await nextTurn();
    }
    if (spoilt !== undefined) report(spoilt);
    return fitting === FIRST_EPOCH.shards;
  }

  function begin(of: NamespaceId): void {
    namespace = toHex(of);
    plan(PAUSE);
  }

  return {
    begin,
    async restore(of) {
      try {
        return await restore(of);
      } finally {
        begin(of);
      }
    },
    async flush() {
      writing = writing.then(() => write(Infinity));
      await writing;
    },
    get size() {
      let sum = 0;
      for (const size of sizes.values()) sum += size;
      return sum;
    },
  };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** Bytes of texts and arrays of numbers, as far down as they lie. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 8;
  let sum = 0;
  for (const one of Array.isArray(value) ? value : Object.values(value)) sum += sizeOf(one);
  return sum;
}
