import type { Capability } from '../core/access/capability.ts';
import { GenError, type ErrorData } from '../core/errors.ts';
import { endView } from '../core/view/publishers.ts';
import type { Standing } from '../core/view/standing.ts';

/**
 * What was handed on and has ended lets nothing new in, whatever time it claims.
 *
 * @throws GenError PermissionDenied `revoked` | `expired` | `handed-over` with `by`, `to`, `text` (the reason given), `time`.
 */
export function requireOpen(capability: Capability, standing: Standing, data: ErrorData): void {
  const fault = standing.ended(capability);
  if (fault === undefined) return;
  const { kind, by, to, reason, time } = endView(fault);
  const who = { ...(by === undefined ? {} : { by }), ...(to === undefined ? {} : { to }) };
  throw new GenError('PermissionDenied', kind, { ...data, text: reason, time, ...who });
}
