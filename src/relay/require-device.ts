import { linksOf, type Capability } from '../core/access/capability.ts';
import { GenError } from '../core/errors.ts';
import { didOf, type Did } from '../core/ids.ts';
import type { CutOff } from './cut-devices.ts';

/** Whether somebody has cut a device of theirs off. */
type AskCutOff = (by: Did, did: Did) => CutOff | undefined;

/** The first key on the way of a capability that whoever handed it on says is a device of theirs, and cut off. */
export function cutOffIn(capability: Capability, ask: AskCutOff): CutOff | undefined {
  const receivers = linksOf(capability).map(({ receiver }) => didOf(receiver));
  for (const [index, did] of receivers.entries()) {
    const by = receivers[index - 1];
    const cut = by === undefined ? undefined : ask(by, did);
    if (cut !== undefined) return cut;
  }
  return undefined;
}

/**
 * A device that its person has cut off lets nothing new in, in no document: the one record that says so is enough, before
 * each module has been told.
 *
 * @throws GenError PermissionDenied `device-cut-off` with `by`, `text` (the reason given) and `time`.
 */
export function requireDevices(capability: Capability, { cutOff }: { readonly cutOff: AskCutOff }): void {
  const cut = cutOffIn(capability, cutOff);
  if (cut === undefined) return;
  const { did, by, reason, time } = cut;
  throw new GenError('PermissionDenied', 'device-cut-off', { did, by, text: reason, time });
}
