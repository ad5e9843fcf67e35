import { afterEach, beforeEach, expect, test } from 'vitest';
import { drain } from '../../src/app/drain.ts';
import { cancelJob, clearFinished } from '../../src/app/engine/activity.ts';
import { finishWith } from '../../src/app/finish-install.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { app, base, setPair, type SetPair } from '../support/set-pair.ts';

let pair: SetPair;

beforeEach(async () => {
  pair = await setPair();
  await pair.publishes(base, '1.0.0');
  await pair.publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await pair.installs(base);
});
afterEach(() => pair.close());

const signal = AbortSignal.timeout(20_000);
const blobs = () => pair.bob.device.tables.keys('blobs');

test('what was fetched for an install that is cancelled is gone, unless something else names it', async () => {
  const { device } = pair.bob;
  const { id } = await requestInstall(device, app);
  await drain(device, { due: 'all', finish: undefined, signal });
  expect(await blobs()).toHaveLength(2);

  await cancelJob(device, id);

  expect(await blobs()).toHaveLength(1);
  expect(await pair.versions()).toEqual({ [base]: '1.0.0' });
});

test('what was fetched for an install that failed stays for the next attempt, until it is cleared', async () => {
  const { device } = pair.bob;
  await requestInstall(device, app);
  const finish = finishWith(() => Promise.reject(new WebAssembly.CompileError('no such instruction')));
  expect(await drain(device, { due: 'all', finish, signal })).toMatchObject([{ state: 'failed' }]);
  expect(await blobs()).toHaveLength(2);

  await clearFinished(device);

  expect(await blobs()).toHaveLength(1);
});
