import type { Did, Micros, ModuleId, Sha256, Version, VersionRange } from '../ids.ts';
import type { ModuleType } from '../module-type.ts';
import type { EndView, PublisherView } from './publishers.ts';
import type { Settlement } from './settlements.ts';

/** What readers see. Every value here is derived by a fold from records; nothing of it is stored as truth. */

export interface Dependency {
  readonly id: ModuleId;
  readonly range: VersionRange;
  readonly optional?: boolean | undefined;
}

export interface ExportedFunction {
  readonly name: string;
  /** Compact signature, e.g. `(i32,i32)->i32`. */
  readonly type: string;
}

/** One immutable version of a module, with what is known about its standing. */
export interface ReleaseView {
  readonly version: Version;
  readonly sha256: Sha256;
  /** Bytes of the binary. */
  readonly size: number;
  readonly dependencies: readonly Dependency[];
  readonly conflicts: readonly Dependency[];
  /** Module names that the binary imports from, sorted. */
  readonly imports: readonly string[];
  /** Functions of WASI preview 1 that it imports, sorted. Absent: none, or an older release, which does not say. */
  readonly wasi?: readonly string[] | undefined;
  /** The exported functions that its publisher offers; `exportCount` is the number of exports in all. */
  readonly exports: readonly ExportedFunction[];
  readonly exportCount: number;
  /** A text blob. */
  readonly changelog?: Sha256 | undefined;
  /** Who signed it. */
  readonly author: Did;
  /** Whom the permission went through: the module's owner first, the author last. */
  readonly chain: readonly Did[];
  readonly publishedAt: Micros;
  /** base64url of sha256 of the signed record. */
  readonly record: string;
  /** Relays that receipted the record; none = unconfirmed. */
  readonly receipts: readonly { readonly notary: Did; readonly time: Micros }[];
  /** Still in this device's outbox only. */
  readonly pending: boolean;
  /** Another receipted release of the same version has a different content; never installed anew. */
  readonly contradiction: boolean;
  /** What else stands under this version, receipted or not. */
  readonly rivals: readonly RivalRelease[];
  /** An admin has said that this one is kept. */
  readonly settled?: Settlement | undefined;
  readonly yanked?: { readonly reason: string } | undefined;
  readonly deprecated?: { readonly reason: string } | undefined;
}

/** A release under a version that another one is shown for. */
export interface RivalRelease {
  readonly record: string;
  readonly sha256: Sha256;
  readonly author: Did;
  readonly publishedAt: Micros;
  readonly receipts: readonly { readonly notary: Did; readonly time: Micros }[];
}

/** A release that does not count, as the permission it was made through has ended. */
export interface FallenRelease {
  readonly record: string;
  readonly version: Version;
  readonly sha256: Sha256;
  readonly author: Did;
  readonly publishedAt: Micros;
  readonly end: EndView;
}

/** Who had the name, and handed it over. */
export interface FormerOwner {
  readonly did: Did;
  /** Who had it next. */
  readonly to: Did;
  readonly since: Micros;
  readonly until: Micros;
  readonly reason: string;
  /** Member id of the record by which the naming key carried it out. */
  readonly grant: string;
  /** Carried out although they had said otherwise since, by what a notary had seen. */
  readonly overruled: boolean;
}

/** That the owner hands the name over to somebody, who has not taken it up. */
export interface OfferView {
  readonly to: Did;
  readonly reason: string;
  readonly time: Micros;
}

export interface ModuleView {
  readonly namespace: string;
  readonly id: ModuleId;
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  readonly type: ModuleType;
  /** Sorted. */
  readonly tags: readonly string[];
  /** A text blob (markdown). */
  readonly readme?: Sha256 | undefined;
  readonly author?: string | undefined;
  readonly homepage?: string | undefined;
  readonly repository?: string | undefined;
  readonly branch?: string | undefined;
  /** Whom the naming key granted the id to: the first, or to whom it was handed over since. */
  readonly owner: Did;
  /** The naming key that granted it. */
  readonly grantedBy: Did;
  readonly grantedAt: Micros;
  /** Two grants for one id: neither can be believed. */
  readonly contested: boolean;
  /** The owners before, the first one first, each by the word of the one before. */
  readonly formers: readonly FormerOwner[];
  readonly offer?: OfferView | undefined;
  readonly status: 'available' | 'deprecated' | 'unregistered';
  readonly createdAt: Micros;
  readonly updatedAt: Micros;
  /** Whom the owner lets publish besides, and let. */
  readonly publishers: readonly PublisherView[];
  /** In semver order, newest first. */
  readonly releases: readonly ReleaseView[];
  /** Newest first; never installed. */
  readonly fallen: readonly FallenRelease[];
  /** Newest release that is neither yanked nor contradictory; a pre-release only when there is nothing else. */
  readonly latest?: Version | undefined;
}

export interface RatingView {
  readonly rater: Did;
  readonly stars: 1 | 2 | 3 | 4 | 5;
  /** A text blob. */
  readonly review?: Sha256 | undefined;
  readonly version?: Version | undefined;
  readonly time: Micros;
  /** Still in this device's outbox only. */
  readonly pending: boolean;
}

export interface RatingsView {
  /** 0 when there is none. Raters are unverified: anybody can make an identity. */
  readonly average: number;
  readonly count: number;
  /** Number of ratings with 1, 2, 3, 4, 5 stars. */
  readonly histogram: readonly [number, number, number, number, number];
  /** Newest first. */
  readonly ratings: readonly RatingView[];
}
