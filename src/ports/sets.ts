import type { Did, Micros, ModuleId, Sha256, Version, VersionRange } from '../core/ids.ts';
import type { Dependency } from '../core/view/module-view.ts';

/** A release as a plan names it: what is fetched, checked and installed is this and nothing else. */
export interface PlannedRelease {
  readonly id: ModuleId;
  readonly name: string;
  readonly version: Version;
  readonly sha256: Sha256;
  readonly size: number;
  readonly dependencies: readonly Dependency[];
  /** What it cannot stand beside. Absent: nothing, or of an older version of this app. */
  readonly conflicts?: readonly Dependency[] | undefined;
  /** The signed record that names the binary. */
  readonly record: string;
  readonly author: Did;
}

/** What a person asked for: a module, and what of it. Everything else in a set is there because something of this needs it. */
export interface Wish {
  readonly id: ModuleId;
  /** Updates stay within it. */
  readonly range: VersionRange;
}

export interface InstalledRelease extends PlannedRelease {
  readonly installedAt: Micros;
}

/** A release that is installed, with whether somebody asked for it. */
export interface InstallationRow extends InstalledRelease {
  readonly wanted: boolean;
}

/** What made a generation of a set. */
export type SetDeed =
  | { readonly kind: 'install' | 'update' | 'uninstall'; readonly ids: readonly ModuleId[] }
  /** What nobody used for so many days was removed. */
  | { readonly kind: 'clean-up'; readonly ids: readonly ModuleId[]; readonly days: number }
  /** The number of the generation that it went back to. */
  | { readonly kind: 'back'; readonly to: number }
  /** A lockfile was taken over. */
  | { readonly kind: 'lockfile' };

/** What is asked for of a module, besides its name. */
export interface InstallWish {
  /** This one, updated later within what is compatible with it. */
  readonly version?: Version | undefined;
  /** What of it may be taken, now and later. Without either: the newest, and what is compatible with it. */
  readonly range?: VersionRange | undefined;
  /** What else is asked for at once, in place of what was asked for of it before. */
  readonly also?: readonly Wish[] | undefined;
  /** What is asked for no more. */
  readonly drop?: readonly ModuleId[] | undefined;
  /** Ranges without a pre-release in them admit pre-releases too. */
  readonly prereleases?: boolean | undefined;
  /** Of modules that need each other, this time. Absent: as the device has it. */
  readonly cycles?: 'allow' | 'refuse' | undefined;
}

/** An install, and what the person who asks for it has said yes to before. */
export interface InstallRequest extends InstallWish {
  /** Absent: the active one. */
  readonly set?: string | undefined;
  /** Modules that are hidden for them. */
  readonly evenHidden?: readonly ModuleId[] | undefined;
  /** The mark of a `SetQuestion` that they saw. */
  readonly agreed?: string | undefined;
}

/** What is done to a set as a whole. */
export type WholeChange =
  /** Within what was asked for; `ids` absent: everything. */
  | { readonly kind: 'update'; readonly ids?: readonly ModuleId[] | undefined }
  /** To a state that it had before. */
  | { readonly kind: 'back'; readonly to: number }
  /** It stays as it is; binaries that are not on this device are fetched. */
  | { readonly kind: 'repair' }
  /** To what a lockfile names. */
  | ({ readonly kind: 'lockfile' } & Locked);

/** A release that a lockfile names. */
export type Pin = Pick<PlannedRelease, 'id' | 'version' | 'sha256' | 'record'>;

/** What a lockfile says. */
export interface Locked {
  /** Hex; absent: it was looked at before. */
  readonly namespace?: string | undefined;
  readonly wishes: readonly Wish[];
  readonly pins: readonly Pin[];
  /** Just these releases, or nothing. */
  readonly frozen: boolean;
  /** As of an install. */
  readonly cycles?: 'allow' | 'refuse' | undefined;
}

/** One state of a set: modules that fit together, one release of each. */
export interface Generation {
  /** From 1; 0: nothing was ever installed in it. */
  readonly number: number;
  readonly at: Micros;
  readonly deed: SetDeed;
  /** By id. */
  readonly wishes: readonly Wish[];
  /** Dependencies first. */
  readonly releases: readonly InstalledRelease[];
}

/** A named set as it is now. */
export interface SetRow {
  readonly name: string;
  readonly generation: Generation;
  /** Updated without being asked, within what was asked for of them. */
  readonly auto?: readonly ModuleId[] | undefined;
}

/** A state that a set had before. */
export interface GenerationRow {
  /** Set and number. */
  readonly key: string;
  readonly set: string;
  readonly generation: Generation;
  /** As of the set, when it became another. Absent: nothing, or of an older version of this app. */
  readonly auto?: readonly ModuleId[] | undefined;
}

/** The set that every device has. */
export const DEFAULT_SET = 'default';

/** An update after which who uses a module may have to change something, or a release that goes. */
export interface SetLoss {
  readonly id: ModuleId;
  readonly name: string;
  readonly from: Version;
  /** Absent: it goes. */
  readonly to?: Version | undefined;
}

/** What a change does to modules that nobody named in it: somebody has to say yes to that. */
export interface SetQuestion {
  readonly mark: string;
  readonly losses: readonly SetLoss[];
}
