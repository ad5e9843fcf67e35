import type { Did, Micros, ModuleId, Version } from '../core/ids.ts';
import type { ReportReason } from '../core/record/kinds.ts';
import type { ReportView } from '../core/view/fold-reports.ts';
import type { Hiding, ListName } from '../core/view/moderation.ts';

/** Somebody whose word on what is hidden counts on this device, or did until they were no longer followed. */
export interface ModeratorList {
  /** `admins`: all admins of the registry, with one voice. Else whose list it is. */
  readonly who: ListName;
  readonly followed: boolean;
  /** This person's own list: it always counts here, and cannot be unfollowed. */
  readonly own: boolean;
  /** Modules and reviews that it hides now, as far as is known here. */
  readonly modules: number;
  readonly reviews: number;
  /** Whether it was ever read on this device; until then it hides nothing. */
  readonly known: boolean;
}

export interface Moderators {
  /** The admins first, then this person, then those followed in the order in which they were chosen. */
  readonly lists: readonly ModeratorList[];
  /** Whether this person holds an admin's permission for moderation that stands, so that `hideAsAdmin` may be offered. */
  readonly isAdmin: boolean;
}

/** A module that has reports, by the word of a relay: an index entry and no evidence. */
export interface ReportedModule {
  readonly id: ModuleId;
  /** Reports in force, about the module and its reviews. Reporters are unverified: anybody can make many identities. */
  readonly count: number;
  readonly newest: Micros;
}

/** Asks a relay which modules have reports. @throws GenError as `ModerationApi.reportInbox` */
export type AskReports = (signal?: AbortSignal) => Promise<readonly ReportedModule[]>;

/** The reports about one module and its reviews, as this device verified them. */
export interface ReportsAnswer {
  /** In force, newest first; about a review where `reviewOf` is there. This person's own are those by `mine`. */
  readonly reports: readonly ReportView[];
  readonly mine: Did;
  /** Whether a relay has answered for these reports since they were opened; asked again on `module/<id>`. */
  readonly synced: boolean;
}

/** What a report or a hiding is about: the module, or the review that somebody wrote of it. */
export interface SubjectRequest {
  readonly id: ModuleId;
  readonly reviewOf?: Did | undefined;
}

/** What somebody's own list says of a module or a review. */
export interface OwnLine extends SubjectRequest {
  readonly hiding: Hiding;
}

export interface ReportRequest extends SubjectRequest {
  readonly reason: ReportReason;
  /** At most 1000 characters; may be empty. */
  readonly text: string;
  /** Which release of the module it is about. */
  readonly version?: Version | undefined;
}

export interface HideRequest extends SubjectRequest {
  /** `false` takes back what the same list said before. */
  readonly hidden: boolean;
  /** At most 500 characters; everybody can read it. */
  readonly reason: string;
}

/**
 * The engine's part for reports, and for what is hidden by whom. Nothing is ever deleted: hiding is a signed record that
 * readers may follow or not, and showing again is a newer one. What is hidden for this reader stands on pages and cards
 * (`ModulePage.moderation`, `ModulePage.hiddenReviews`, `Card.hidden`, `Installation.hidden`, `SearchResult.hidden`).
 */
export interface ModerationApi {
  /** Tells the moderators. A report is a public record in this person's name; the newest of a person about a module or review
   * counts. Stored durably, then sent; resolves with the job.
   * @throws GenError InvalidInput (`too-long`, `did`) | Storage */
  report(report: ReportRequest): Promise<string>;
  /** Takes this person's report back; the record that there was one stays. Resolves with the job. @throws GenError Storage */
  withdrawReport(subject: SubjectRequest): Promise<string>;
  /** Opens the reports about a module and answers with what is known; asked again on `module/<id>`. */
  reports(id: ModuleId): Promise<ReportsAnswer>;
  /** Which modules have reports, the newest first: asks the relay.
   * @throws GenError Network | Timeout | PermissionDenied `read-capability` | NotFound `route` (an older relay) */
  reportInbox(): Promise<readonly ReportedModule[]>;

  /** Puts a module or review on this person's own public list, or takes it off: for this person, and for whoever follows
   * them. Stored durably, then sent; resolves with the job. Announced on `moderation`, `catalogue` and `module/<id>`.
   * @throws GenError InvalidInput (`too-long`, `did`) | Storage */
  hide(request: HideRequest): Promise<string>;
  /** The same in the name of the registry: for everybody who follows its admins, as everybody does until they choose not to.
   * Told to the relay at once, and nothing is queued.
   * @throws GenError InvalidInput (`too-long`, `did`) | PermissionDenied (`no-admin`, `revoked`, `expired`) | Network */
  hideAsAdmin(request: HideRequest): Promise<void>;

  /** Whose lists count on this device; asked again on `moderation`. The choice is private and stays on the device. */
  moderators(): Promise<Moderators>;
  /** What this person's own list hides, the newest first; asked again on `moderation`. */
  ownList(): Promise<readonly OwnLine[]>;
  /** Follows the admins (`admins`) or somebody's list from now on; whom this person follows already stays followed. Their list
   * is fetched and kept fresh. @throws GenError InvalidInput (`did`, `own-list`) | QuotaExceeded `moderators` | Storage */
  followModerator(who: string): Promise<void>;
  /** Nobody is told. @throws GenError InvalidInput (`did`, `own-list`) | Storage */
  unfollowModerator(who: string): Promise<void>;
}
