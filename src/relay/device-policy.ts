import { decodeCapability } from '../core/access/capability-encoding.ts';
import { checkCapability } from '../core/access/validity.ts';
import { GenError } from '../core/errors.ts';
import { didOf } from '../core/ids.ts';
import { isDevicePath, personDocument } from '../core/record/document.ts';
import { readBody } from '../core/record/kinds.ts';
import type { GenRecord } from '../core/record/record.ts';
import { deviceStatedIn } from '../core/view/fold-devices.ts';
import { cutOffBy } from './cut-devices.ts';
import { TAKEN, type Acceptance, type World } from './world.ts';

/** What may be said of devices in one document: each word is read by whoever opens it. */
const MOST_WORDS = 512;
/** Of one device: a second one says nothing more, but for another of its delegations. */
const MOST_ENDS = 16;

/** By the person's own key, of a device that it let sign for them or does no more. */
export async function judgeDevice(record: GenRecord, world: World): Promise<Acceptance> {
  const body = readBody('device', record.payload);
  if (body === undefined) throw new GenError('InvalidInput', 'body', { kind: 'device' });
  if (record.credential !== undefined) throw new GenError('PermissionDenied', 'main-key');
  const { records } = world.set(personDocument(didOf(record.subspace)));
  const words = records.filter(({ path }) => isDevicePath(path));
  if ('withdraw' in body) {
    const isStated = words.some(
      (said) => said.path[2] === record.path[2] && deviceStatedIn(said) === body.withdraw,
    );
    if (!isStated) throw new GenError('NotFound', 'delegation');
    const ends = words.filter((said) => cutOffBy(said)?.did === record.path[2]);
    if (ends.length >= MOST_ENDS) throw new GenError('QuotaExceeded', 'devices', { limit: MOST_ENDS });
    return TAKEN;
  }
  // Of what is let in, so that there is always room to cut off.
  if (words.length >= MOST_WORDS) throw new GenError('QuotaExceeded', 'devices', { limit: MOST_WORDS });
  if (deviceStatedIn(record) === undefined)
    throw new GenError('InvalidInput', 'body', { kind: 'device', field: 'capability' });
  await checkCapability(decodeCapability(body.capability));
  return TAKEN;
}
