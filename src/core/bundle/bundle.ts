import { GenError } from '../errors.ts';
import type { ModuleId, NamespaceId, Sha256, VersionRange } from '../ids.ts';
import type { DocumentPath } from '../record/document.ts';
import type { LockedRelease } from '../resolve/lockfile.ts';

/**
 * Modules as one file: which releases, the documents that they are judged by, and their binaries. It is a carrier like any
 * other: nothing in it is believed. Layout: docs/FORMAT.md, "Bundle".
 */
export interface BundleHeader {
  readonly namespace: NamespaceId;
  /** What to ask for, by id; each is among the releases. */
  readonly wishes: readonly { readonly id: ModuleId; readonly range: VersionRange }[];
  /** One of each module, dependencies first. */
  readonly releases: readonly LockedRelease[];
  /** By path. */
  readonly documents: readonly BundledDocument[];
  /** By hash. */
  readonly blobs: readonly BundledBlob[];
}

export interface BundledDocument {
  readonly path: DocumentPath;
  /** Encoded, by their bytes. */
  readonly members: readonly Uint8Array[];
}

export interface BundledBlob {
  readonly sha256: Sha256;
  readonly size: number;
}

export const BUNDLE_FORMAT = 'gen-registry-bundle/1';
/** As PNG begins: a carrier that takes it for text, or cuts the eighth bit off, spoils it visibly. */
export const BUNDLE_MAGIC: Uint8Array<ArrayBuffer> = Uint8Array.of(
  0x89,
  0x47,
  0x45,
  0x4e,
  0x42,
  0x0d,
  0x0a,
  0x1a,
);
/** Bytes before the header: magic, its length, its hash. */
export const BUNDLE_PREFIX: number = BUNDLE_MAGIC.length + 8 + 32;

export const MAX_BUNDLE_HEADER: number = 64 * 1024 * 1024;
export const MOST_BUNDLED = 10_000;
/** Of all documents together; a hundred bytes of memory and more go with each, whatever its size. */
export const MOST_MEMBERS = 200_000;
/** Binary, readme and changelog of each. */
export const MOST_BLOBS: number = 3 * MOST_BUNDLED;

/** @param text what about it is none, for those who report it. */
export function noBundle(text: string, cause?: unknown): GenError {
  return new GenError('InvalidInput', 'bundle-file', { text }, cause);
}
