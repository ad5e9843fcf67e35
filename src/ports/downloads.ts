import type { RelayClient } from './relay-client.ts';

/** How this device fetches binaries. */
export interface DownloadSettings {
  /** How many at once. */
  readonly parallel: number;
  /** Bytes, all together; absent: as fast as they come. */
  readonly perSecond?: number | undefined;
  /** Addresses of relays that are asked where the own one cannot help: a binary is what its hash says, whoever sends it. */
  readonly relays: readonly string[];
}

/** Where a binary may be had. */
export type BlobSource = Pick<RelayClient, 'readBlob'>;

export interface DownloadApi {
  downloadSettings(): Promise<DownloadSettings>;
  /** @throws GenError InvalidInput `parallel` | `bandwidth` | `relay-address` | `too-many-relays`; Storage. */
  setDownloadSettings(settings: DownloadSettings): Promise<void>;
}
