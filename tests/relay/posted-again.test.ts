import { expect, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { writeMetadata } from '../../src/core/record/kinds.ts';
import { DEFAULT_LIMITS } from '../../src/relay/config.ts';
import { publisher, runningRelay } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');
const BASE = parseModuleId('io.acme.base');

test('a record that is posted many times at once is judged once and answered at each of its places', async () => {
  const relay = await runningRelay();
  const alice = publisher(relay);
  const { below, capability } = await alice.owns(CODEC);
  const good = await below(['metadata', 'name'], writeMetadata('name', 'Codec'));
  const bad = await below(['metadata', 'licence'], writeMetadata('licence', 'Mine Alone'));
  const garbage = Uint8Array.of(1, 2);

  const { results } = await alice.client.post([
    bad.bytes,
    capability,
    garbage,
    good.bytes,
    capability,
    bad.bytes,
    good.bytes,
    garbage,
    bad.bytes,
  ]);

  expect(results.map(({ id, error }) => [id === good.id || id === bad.id, error?.reason])).toEqual([
    [true, 'spdx'],
    [false, expect.any(String)],
    [true, undefined],
    [true, 'spdx'],
    [true, undefined],
    [false, expect.any(String)],
    [true, 'spdx'],
  ]);
  const metrics = await (await fetch(`${relay.address}/metrics`)).text();
  expect(metrics).toContain('gen_registry_refused_records_total{code="InvalidInput",reason="spdx"} 1\n');
});

test('a known claim is answered with its grant again as often as its author may write, then with its receipt', async () => {
  const relay = await runningRelay({ limits: { ...DEFAULT_LIMITS, recordsPerHour: 3 } });
  const alice = publisher(relay);
  const claim = await alice.claims(CODEC);
  const first = await alice.client.post([claim.bytes]);

  const mallory = publisher(relay);
  for (let time = 0; time < 3; time += 1) expect(await mallory.client.post([claim.bytes])).toEqual(first);
  const above = await mallory.client.post([claim.bytes]);

  expect(above.results).toEqual(first.results);
  expect(above.members.length).toBe(2);
  expect(first.members).toEqual(expect.arrayContaining([...above.members]));
});

test('whoever posts what somebody claimed again and again leaves the other one’s quota alone', async () => {
  const relay = await runningRelay({ limits: { ...DEFAULT_LIMITS, recordsPerHour: 3 } });
  const [alice, mallory] = [publisher(relay), publisher(relay)];
  const claim = await alice.claims(CODEC);
  await alice.client.post([claim.bytes]);

  for (let time = 0; time < 10; time += 1) await mallory.client.post([claim.bytes]);

  const { results } = await alice.client.post([(await alice.claims(BASE)).bytes]);
  expect(results).toMatchObject([{ state: 'receipted' }]);
});
