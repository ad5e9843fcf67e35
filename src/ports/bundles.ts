import type { Did, ModuleId } from '../core/ids.ts';
import type { WholeChange } from './sets.ts';

/** A bundle as bytes that are read a piece at a time. */
export interface BundleSource {
  readonly size: number;
  /** At most a few megabytes, or the header. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  /** To be kept: not in memory where the world has Blobs. */
  part(start: number, end: number): Promise<Blob | Uint8Array<ArrayBuffer>>;
}

/** The engine's part for modules as files. */
export interface BundleApi {
  /**
   * Checks a bundle whole and keeps its records and binaries; the same once more changes nothing.
   *
   * @param trust the registry's key that somebody said yes to, on a device that belongs to no registry yet.
   * @returns the change by which the active set gets what it holds: to be planned, shown and queued like any other.
   * @throws GenError InvalidInput `bundle-file` | `bundle-namespace`; PermissionDenied `bundle-trust` with `root`: that is to be
   * asked; SignatureInvalid `bundle-member`; HashMismatch `bundle-blob`; Storage; QuotaExceeded. Then nothing of it counts.
   */
  importBundle(file: Blob, trust?: Did): Promise<WholeChange>;
  /**
   * What is installed in the active set as a bundle, or these modules of it with all that they need.
   *
   * @throws GenError NotFound `installation` | `blob-lost`; InvalidState `bundle-empty` | `bundle-unsent`; Network: records are
   * not here; HashMismatch `stored`.
   */
  exportBundle(ids?: readonly ModuleId[]): Promise<Blob>;
}
