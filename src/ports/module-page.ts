import type { Did, Micros, ModuleId, Sha256, Version } from '../core/ids.ts';
import type { Imitation } from '../core/imitation.ts';
import type { Histogram, ModuleAggregate } from '../core/view/aggregate.ts';
import type { ProfileView } from '../core/view/fold-profile.ts';
import type { Dependency, ModuleView, RatingsView } from '../core/view/module-view.ts';
import type { Hiding } from '../core/view/moderation.ts';
import type { ActivityItem } from './activity.ts';
import type { DomainAnswer } from './domains.ts';
import type { Card } from './search.ts';
import type { InstalledWish } from './set-api.ts';

/** A binary on this device, verified. */
export interface Installation {
  readonly id: ModuleId;
  readonly name: string;
  readonly version: Version;
  readonly sha256: Sha256;
  readonly size: number;
  readonly installedAt: Micros;
  /** When its page was last looked at, and its binary last handed out, on this device. */
  readonly openedAt?: Micros | undefined;
  readonly usedAt?: Micros | undefined;
  /** Asked for by the person; otherwise there because something else needs it. */
  readonly wanted: boolean;
  /** Installed modules that need this one. */
  readonly neededBy: readonly ModuleId[];
  readonly dependencies: readonly Dependency[];
  /** What was asked for of it; absent of what only came along. */
  readonly wish?: InstalledWish | undefined;
  /** A newer release in the catalogue. */
  readonly newer?: Version | undefined;
  /** The newer release is not compatible with the installed one. */
  readonly isBreaking: boolean;
  /** By whom it is hidden here now; it stays installed all the same. */
  readonly hidden: readonly Hiding[];
}

/** A key that signs for somebody, by their own word. */
export interface OwnedDevice {
  readonly of: Did;
  readonly name: string;
}

/** What somebody calls themselves, and what a domain says of them. */
export interface Person extends ProfileView {
  /** The claimed domain names them; absent: it does not, or nobody could ask yet. */
  readonly proof?: DomainAnswer | undefined;
}

export interface ModulePage {
  readonly module: ModuleView;
  /** Of everybody: a hidden review is hidden as a text, and its stars still count. */
  readonly ratings: RatingsView;
  /** By whom the module is hidden here, and why; empty: it is not. */
  readonly moderation: readonly Hiding[];
  /** Whose reviews of it are hidden here, and by whom; their texts are not fetched. */
  readonly hiddenReviews: Readonly<Record<Did, readonly Hiding[]>>;
  readonly mine: Did;
  readonly installation?: Installation | undefined;
  /** The unfinished job for this module, if any. */
  readonly job?: ActivityItem | undefined;
  /** Whether a relay has answered for this module's document since it was opened. */
  readonly synced: boolean;
  /** The namespace's root key: where every permission on this page begins. */
  readonly root: Did;
  /** What people on this page call themselves, as far as this device knows. A name proves nothing. */
  readonly people: Readonly<Record<Did, Person>>;
  /** Which keys on this page are devices, and whose. */
  readonly devices: Readonly<Record<Did, OwnedDevice>>;
  /** The owner that this device saw first, where the module has another one now: nothing of it is installed. */
  readonly pinnedOwner?: Did | undefined;
  /** The owner whom this device knew before a person here trusted the present one. */
  readonly ownerBefore?: Did | undefined;
  /** Modules of others, named before this one, that it can be taken for. */
  readonly imitates?: readonly Imitation[] | undefined;
  /** What the relay counted of it; absent: that is not known. */
  readonly aggregate?: ModuleAggregate | undefined;
  /** Of `ratings` those by people who are vouched for, or whom this person follows. */
  readonly trustedRatings: Histogram;
  /** Of those who rated it, in `ratings`, the people whose ratings these are. */
  readonly trustedRaters: readonly Did[];
}

/** Only the catalogue knows the module yet: its document was never on this device, and no relay has answered. */
export interface ModuleOutline {
  readonly card: Card;
  readonly moderation: readonly Hiding[];
  readonly installation?: Installation | undefined;
  readonly job?: ActivityItem | undefined;
}

/**
 * `absent`: a relay answered and nobody holds the name. `unknown`: no relay has answered yet, and this device has
 * never seen the module; whoever shows this waits for `module/<id>` or says what is missing.
 */
export type ModuleAnswer = ModulePage | ModuleOutline | 'absent' | 'unknown';
