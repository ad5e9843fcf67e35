import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptPermission } from '../../src/app/held-permissions.ts';
import { letPublish } from '../../src/app/let-publish.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { DEFAULT_LIMITS } from '../../src/relay/config.ts';
import { person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
let world: TestRelay;

beforeEach(async () => {
  world = await startTestRelay({ limits: { ...DEFAULT_LIMITS, recordsPerHour: 30 } });
});
afterEach(() => world.close());

test('what a publisher writes in the owner’s name is on the publisher’s own account', async () => {
  const owner = await person(world.relay.address);
  const bob = await person(world.relay.address);
  await owner.publishes({ id: codec, version: '1.0.0' });
  const { capability } = await letPublish(owner.device, { id: codec, to: bob.signer.did });
  await owner.drains();
  await acceptPermission(bob.device, capabilityLink(world.relay.address, capability.bytes));

  const states: string[] = [];
  for (let minor = 1; (states.at(-1) ?? 'receipted') === 'receipted' && minor < 40; minor += 1) {
    states.push((await bob.publishes({ id: codec, version: `1.${minor}.0` })).state);
  }
  expect(states.length).toBeGreaterThan(5);
  expect(states.at(-1)).not.toBe('receipted');

  expect(await owner.publishes({ id: codec, version: '2.0.0' })).toMatchObject({ state: 'receipted' });
});
