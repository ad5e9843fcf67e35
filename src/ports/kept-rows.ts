import type { Micros, ModuleId, Sha256 } from '../core/ids.ts';

/** A piece of a binary that is on its way here; removed when the whole is kept, or nobody waits for it any more. */
export interface ChunkRow {
  /** `chunkKey`: of which binary, and which bytes of it. */
  readonly key: string;
  readonly content: Blob | Uint8Array<ArrayBuffer>;
}

/** When the content of a blob was last compared with its hash. Absent: when it came. */
export interface CheckRow {
  readonly sha256: Sha256;
  readonly checkedAt: Micros;
}

/** What was done with an installed module on this device. */
export interface UseRow {
  readonly id: ModuleId;
  /** Its page was looked at. */
  readonly openedAt?: Micros | undefined;
  /** Its binary was saved or run. */
  readonly usedAt?: Micros | undefined;
  /** How often. */
  readonly uses: number;
}

/** Members of a document that a file brought, until they are met in the document. */
export interface CarriedRow {
  readonly path: string;
  readonly members: readonly Uint8Array<ArrayBuffer>[];
}
