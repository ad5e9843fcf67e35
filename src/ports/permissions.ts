import type { Did, Micros, ModuleId } from '../core/ids.ts';
import type { EndView } from '../core/view/publishers.ts';

/** One handing-on of a permission. */
export interface PermissionLink {
  readonly to: Did;
  /** Where it lets write, joined with `/`; empty: everywhere. */
  readonly path: string;
  /** Not from then on; absent: open. */
  readonly until?: Micros | undefined;
}

/** A capability that this person was given, or has as a module's owner. */
export interface HeldPermission {
  readonly id: string;
  readonly mode: 'read' | 'write';
  /** From the namespace's own key on; the last one is this person. */
  readonly chain: readonly PermissionLink[];
  /** `io.acme.codec` for one module, `io.acme.*` for all below. */
  readonly scope: string;
  readonly until?: Micros | undefined;
  readonly receivedAt: Micros;
  /** Absent: it can be used, as far as is known here. */
  readonly ended?: EndView | undefined;
}

/** What somebody is handed: a link that is of use to its receiver only, and no secret. */
export interface HandedOn {
  readonly link: string;
  readonly delegation: string;
  /** The job that tells the registry. */
  readonly job: string;
}

/** The engine's part for who may publish what. */
export interface PermissionApi {
  /** Lets `to` publish releases of a module, until a time if one is given: by its owner, or by whom the owner let.
   * @throws GenError InvalidInput (`did`, `until`) | PermissionDenied | AlreadyExists `name-taken` | Storage */
  letPublish(request: { id: ModuleId; to: string; until?: Micros }): Promise<HandedOn>;
  /** Ends what was handed on; what it made so far and the registry has receipted stands. Resolves with the job.
   * @throws GenError NotFound | PermissionDenied `not-above` | Storage */
  withdrawPublisher(request: { id: ModuleId; delegation: string; reason: string }): Promise<string>;
  /** Newest first. */
  permissions(): Promise<readonly HeldPermission[]>;
  /** @throws GenError InvalidInput `capability-link` | PermissionDenied (`not-for-you`, `namespace`, …) | Storage */
  acceptPermission(link: string): Promise<HeldPermission>;
  forgetPermission(id: string): Promise<void>;
}
