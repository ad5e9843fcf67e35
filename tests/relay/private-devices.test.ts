import { beforeAll, expect, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { cutOffDevice } from '../../src/app/cut-off-device.ts';
import { deviceInvitation, joinPerson, offerDevice } from '../../src/app/device-offer.ts';
import { acceptPermission } from '../../src/app/held-permissions.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { pairDevice } from '../../src/app/pair-device.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { capabilityMember } from '../../src/core/record/member.ts';
import { browserPerson } from '../support/person.ts';
import { CODEC, privateWorld } from '../support/private-relay.ts';

const ORIGIN = 'https://registry.example';

beforeAll(() => automergeReady());

test('who may read a private registry does so on each of their devices, until one is cut off', async () => {
  const world = await privateWorld();
  const [alice, phone] = [await browserPerson(world.relay.address), await browserPerson(world.relay.address)];
  await expect(knownModule(alice.device, CODEC)).rejects.toMatchObject({ reason: 'read-capability' });

  const given = capabilityMember(await world.permits(alice.signer));
  await acceptPermission(alice.device, capabilityLink(ORIGIN, given.bytes));
  expect(await knownModule(alice.device, CODEC)).toMatchObject({ id: CODEC });

  const { link } = await offerDevice(phone.device, 'Phone', ORIGIN);
  const { device } = await pairDevice(alice.device, { link, origin: ORIGIN, modules: [] });
  await alice.drains();
  expect(await deviceInvitation(phone.device)).toMatchObject({ person: alice.signer.did });
  await joinPerson(phone.device, alice.signer.did);
  expect(await knownModule(phone.device, CODEC)).toMatchObject({ id: CODEC });

  await cutOffDevice(alice.device, { device, reason: 'Lost.' }, []);
  await alice.drains();

  await expect(knownModule(phone.device, CODEC)).rejects.toMatchObject({ reason: 'read-capability' });
  expect(await knownModule(alice.device, CODEC)).toMatchObject({ id: CODEC });
});
