import { expect, test, vi } from 'vitest';
import { UPDATE_TAG } from '../../src/ports/background.ts';
import { keepPeriodicUpdates } from '../../src/workers/periodic-updates.ts';

function browser(state: PermissionState | undefined, hasSync = true) {
  const periodicSync = { register: vi.fn(async () => undefined), unregister: vi.fn(async () => undefined) };
  const query = async () => {
    if (state === undefined) throw new TypeError('no such permission');
    return { state };
  };
  const navigator = {
    serviceWorker: { ready: Promise.resolve(hasSync ? { periodicSync } : {}) },
    permissions: { query },
  } as unknown as Parameters<typeof keepPeriodicUpdates>[0];
  return { ...periodicSync, navigator };
}

test('the worker is woken up only where something is updated unasked and the browser allows it', async () => {
  const granted = browser('granted');
  await keepPeriodicUpdates(granted.navigator, true);
  expect(granted.register).toHaveBeenCalledExactlyOnceWith(UPDATE_TAG, { minInterval: 43_200_000 });

  for (const other of [browser('prompt'), browser('denied'), browser(undefined)]) {
    await keepPeriodicUpdates(other.navigator, true);
    expect(other.register).not.toHaveBeenCalled();
  }
});

test('it is woken up no more where nothing is updated unasked', async () => {
  const { navigator, register, unregister } = browser('granted');
  await keepPeriodicUpdates(navigator, false);

  expect(unregister).toHaveBeenCalledExactlyOnceWith(UPDATE_TAG);
  expect(register).not.toHaveBeenCalled();
});

test('a browser without it is left alone', async () => {
  await expect(keepPeriodicUpdates(browser('granted', false).navigator, true)).resolves.toBeUndefined();
});
