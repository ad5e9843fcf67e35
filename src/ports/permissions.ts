import type { Did, Micros } from '../core/ids.ts';
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
