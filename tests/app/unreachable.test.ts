import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestInstall, requestSetChange } from '../../src/app/request-change.ts';
import type { Device } from '../../src/app/device.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseRange } from '../../src/core/ids.ts';
import { moduleDocument } from '../../src/core/record/document.ts';
import type { SwitchJob } from '../../src/ports/tables.ts';
import { drainsAll } from '../support/person.ts';
import { app, base, setPair, type SetPair } from '../support/set-pair.ts';

let pair: SetPair;

beforeEach(async () => {
  pair = await setPair();
});
afterEach(() => pair.close());

/** A device that has not got the document of one module, and does not get it now. */
function without(id: typeof app): Device {
  const { device } = pair.bob;
  const { records } = device;
  const membersOf: typeof records.membersOf = (path, signal) =>
    path === moduleDocument(id)
      ? Promise.reject(new GenError('Network', 'unreachable'))
      : records.membersOf(path, signal);
  return { ...device, records: { ...records, membersOf } };
}

async function drained(device: Device, { id }: SwitchJob) {
  await drainsAll(device);
  return device.tables.get('jobs', id);
}

test('an update of what nobody can be asked about waits: it is not over with nothing newer', async () => {
  await pair.publishes(app, '1.0.0');
  await pair.installs(app);
  await pair.publishes(app, '1.1.0');

  const device = without(app);
  const job = await requestSetChange(device, { kind: 'update' });
  expect(await drained(device, job)).toMatchObject({ state: 'queued', error: { code: 'Network' } });

  expect(await drained(pair.bob.device, job)).toMatchObject({ state: 'installed' });
  expect(await pair.versions()).toEqual({ [app]: '1.1.0' });
});

test('an older release is not taken because what the newest needs cannot be asked about just now', async () => {
  await pair.publishes(base, '1.0.0');
  await pair.publishes(app, '1.0.0');
  await pair.publishes(app, '1.1.0', { [base]: '^1.0.0' });

  const device = without(base);
  const job = await requestInstall(device, app, { range: parseRange('^1.0.0') });
  expect(await drained(device, job)).toMatchObject({ state: 'queued', error: { code: 'Network' } });

  expect(await drained(pair.bob.device, job)).toMatchObject({ state: 'installed' });
  expect(await pair.versions()).toEqual({ [app]: '1.1.0', [base]: '1.0.0' });
});

test('what is installed and stays as it is need not be asked about for something else', async () => {
  await pair.publishes(base, '1.0.0');
  await pair.publishes(app, '1.0.0');
  await pair.installs(base);

  const device = without(base);
  const job = await requestInstall(device, app);

  expect(await drained(device, job)).toMatchObject({ state: 'installed' });
  expect(await pair.versions()).toEqual({ [app]: '1.0.0', [base]: '1.0.0' });
});
