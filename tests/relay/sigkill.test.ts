import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { publish } from '../../src/app/publish.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import { draftOf, person, tinyWasm } from '../support/person.ts';
import { startRelayProcess } from '../support/relay-process.ts';

const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
const TEN = Array.from({ length: 10 }, (_, index) => parseModuleId(`io.example.module-${index}`));

test('killed in the middle of ten publishes: what was receipted is there, the others come from the outbox', async () => {
  const relay = await startRelayProcess();
  const alice = await person(relay.address);
  for (const id of TEN) {
    const wasm = tinyWasm(id);
    await publish(alice.device, draftOf({ id, version: '1.0.0' }), {
      content: wasm,
      report: await reportOn(wasm, { maxSize: 1e6, digest }),
    });
  }
  const jobs = () => alice.device.tables.all('jobs');
  const receipted = async () =>
    (await jobs()).filter(({ state }) => state === 'receipted').flatMap(({ module }) => module ?? []);

  const draining = alice.drains();
  await expect
    .poll(async () => (await receipted()).length, { interval: 1, timeout: 10_000 })
    .toBeGreaterThanOrEqual(3);
  await relay.kill();
  await draining;
  const told = await receipted();
  expect(told.length).toBeLessThan(10);

  const again = await startRelayProcess({ folder: relay.folder, port: Number(new URL(relay.address).port) });
  try {
    const bob = await person(again.address);
    for (const id of told) expect((await knownModule(bob.device, id))?.latest).toBe('1.0.0');
    await alice.drains();
    expect(await receipted()).toHaveLength(10);
    for (const id of TEN) {
      const module = await knownModule(bob.device, id);
      expect(module?.releases.map(({ version, receipts }) => [version, receipts.length > 0])).toEqual([
        ['1.0.0', true],
      ]);
    }
  } finally {
    expect(await again.stop()).toBe(0);
    await rm(relay.folder, { recursive: true, force: true });
  }
});
