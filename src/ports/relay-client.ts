import type { PlainError } from '../core/errors.ts';
import type { Did, ModuleId, Sha256 } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { ServedHead } from '../core/view/signed-head.ts';

/** Names the module for whose install a blob is fetched: the relay counts those. */
export const INSTALL_HEADER = 'gen-install';

/** What a device asks of a relay over HTTP. Nothing that comes back is believed: callers admit and hash it. */

/** `/.well-known/gen-registry.json`. */
export interface RelayFacts {
  /** Hex of the owned namespace id = the root's public key. */
  readonly namespace: string;
  /** The relay's own key; it receipts records and proves itself at `/sync`. */
  readonly relay: Did;
  readonly name: string;
  readonly policy: 'open' | 'invite' | 'closed';
  readonly maxBlob: number;
  /** Nothing is sent without a permission to read. */
  readonly private?: boolean | undefined;
}

export interface PostedRecord {
  readonly id: string;
  readonly state: 'receipted' | 'refused';
  readonly error?: PlainError | undefined;
}

export interface PostAnswer {
  /** One per posted record, in the posted order (capabilities are not answered). */
  readonly results: readonly PostedRecord[];
  /** Members that the relay added in answer: receipts, grants with their capabilities. */
  readonly members: readonly Uint8Array<ArrayBuffer>[];
}

export interface DocumentAnswer {
  readonly etag: string;
  /** Every member of the document; empty when the relay has none. */
  readonly members: readonly Uint8Array<ArrayBuffer>[];
}

export interface HeadAnswer extends ServedHead {
  readonly etag: string;
}

export interface BlobRead {
  /** The first byte that is wanted; 0 if not said. */
  readonly from?: number;
  /** Bytes of the whole: more ends it. */
  readonly limit: number;
  /** For whose install, as the relay is told. */
  readonly install?: ModuleId | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws GenError Network (no answer, nonsense) | Timeout | Cancelled | the relay's own error, by every method. */
export interface RelayClient {
  facts(signal?: AbortSignal): Promise<RelayFacts>;
  post(members: readonly Uint8Array<ArrayBuffer>[], signal?: AbortSignal): Promise<PostAnswer>;
  /** @returns `'unchanged'` when the relay's document still has this etag. */
  document(path: DocumentPath, etag?: string, signal?: AbortSignal): Promise<DocumentAnswer | 'unchanged'>;
  /** The newest signed head. @returns `'unchanged'` when it still has this etag. @throws also GenError NotFound */
  head(etag?: string, signal?: AbortSignal): Promise<HeadAnswer | 'unchanged'>;
  hasBlob(sha256: Sha256, signal?: AbortSignal): Promise<boolean>;
  putBlob(sha256: Sha256, content: Blob | Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<void>;
  /**
   * The content piece by piece, in its order; nobody has compared it with the hash. A piece is read when `take` is done with the
   * one before, into the same memory: what is kept of it is copied. @throws also GenError NotFound | QuotaExceeded `too-large`; what `take` throws.
   */
  readBlob(
    sha256: Sha256,
    asked: BlobRead,
    take: (piece: Uint8Array<ArrayBuffer>) => Promise<void> | void,
  ): Promise<void>;
  /**
   * Leaves a sealed answer for a device that is being paired; the same bytes again are no second answer. It waits 15 minutes, and
   * not over a restart of the relay. @throws also GenError AlreadyExists `pairing`: another answer is there, by whomever.
   */
  leaveAnswer(mailbox: string, sealed: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<void>;
  /** As often as one likes. @returns `undefined` while there is none. */
  collectAnswer(mailbox: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer> | undefined>;
}
