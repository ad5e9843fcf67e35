import { GenError } from '../core/errors.ts';
import { personDocument } from '../core/record/document.ts';
import { HOST_NAME, MAX_PERSON_NAME, PERSON_NAME, writeBody } from '../core/record/kinds.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { ProfileJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { introduceDevice } from './introduce-device.ts';
import { newJobId, putJob } from './jobs.ts';
import { knownRecords } from './known-records.ts';
import { outboxWrites } from './outbox.ts';
import { signCommunal } from './sign-communal.ts';

export interface NewProfile {
  readonly name: string;
  /** Empty: none. */
  readonly domain: string;
}

/** @throws GenError InvalidInput `empty` | `too-long` | `name-text`. */
export function parseName(text: string): string {
  const name = text.trim();
  const data = { field: 'name', limit: MAX_PERSON_NAME, length: name.length };
  if (name === '') throw new GenError('InvalidInput', 'empty', { field: 'name' });
  if (name.length > MAX_PERSON_NAME) throw new GenError('InvalidInput', 'too-long', data);
  if (!PERSON_NAME.test(name)) throw new GenError('InvalidInput', 'name-text', { field: 'name' });
  return name;
}

function parseDomain(text: string): string | undefined {
  const domain = text.trim().toLowerCase();
  if (domain === '') return undefined;
  if (!HOST_NAME.test(domain))
    throw new GenError('InvalidInput', 'domain', { field: 'domain', value: domain.slice(0, 253) });
  return domain;
}

/**
 * Signs and stores what this person is called; `deliver` sends it. The newest counts.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError InvalidInput `empty` | `too-long` | `name-text` | `domain`; Storage.
 */
export async function setProfile(
  device: Device,
  profile: NewProfile,
  jobId = newJobId(),
): Promise<ProfileJob> {
  const asked = await device.tables.get('jobs', jobId);
  if (asked?.kind === 'profile') return asked;
  const name = parseName(profile.name);
  const domain = parseDomain(profile.domain);
  const { did } = await device.identity.facts();
  const known = await knownRecords(device, personDocument(did)).catch(() => recordSet([]));
  const payload = writeBody('profile', { name, ...(domain === undefined ? {} : { domain }) });
  const record = await signCommunal(device, ['profiles', 'name'], payload, known);
  const now = device.clock();
  const job: ProfileJob = {
    id: jobId,
    kind: 'profile',
    name,
    state: 'signed',
    createdAt: now,
    updatedAt: now,
    attempts: 0,
  };
  return putJob(device, job, {}, outboxWrites(job.id, [record, ...(await introduceDevice(device))]));
}
