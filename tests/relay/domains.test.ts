import { createServer, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { parseMicros } from '../../src/core/ids.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { PUBLIC_ACCESS, publishersOfDomain, type DomainAccess } from '../../src/relay/domains/ask-domain.ts';
import { isPublicAddress } from '../../src/relay/domains/public-address.ts';
import { publisher, runningRelay, type Publisher } from './world.ts';

interface Site extends DomainAccess {
  asked: number;
}

/** A domain on this machine, over plain HTTP: what the relay does besides TLS, which is Node's. */
async function site(answer: RequestListener): Promise<Site> {
  const server = createServer((asked, reply) => {
    access.asked += 1;
    answer(asked, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const access: Site = {
    asked: 0,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    mayAsk: () => true,
    request,
    port: (server.address() as AddressInfo).port,
    timeout: 500,
  };
  return access;
}

const naming =
  (...publishers: string[]): RequestListener =>
  (_asked, reply) =>
    reply.end(JSON.stringify({ publishers, other: 1 }));

async function claims(who: Publisher, domain: string) {
  const record = await who.signs({
    namespace: pairedCommunalNamespace(who.namespace),
    path: ['profiles', 'name'],
    payload: writeBody('profile', { name: 'Alice', domain }),
  });
  await who.client.post([record.bytes]);
}

async function asks(
  address: string,
  domain: string,
  did: string,
): Promise<{ status: number; said: unknown }> {
  const response = await fetch(`${address}/domains/${domain}?did=${encodeURIComponent(did)}`);
  return { status: response.status, said: await response.json() };
}

test('a domain that names who claims it is verified, and asked once for many readers', async () => {
  const dids: string[] = [];
  const domains = await site((asked, reply) => naming(...dids)(asked, reply));
  const relay = await runningRelay({}, { domains });
  const [alice, mallory] = [publisher(relay), publisher(relay)];
  dids.push(alice.signer.did);
  await claims(alice, 'acme.io');
  await claims(mallory, 'acme.io');

  const answers = await Promise.all([
    asks(relay.address, 'acme.io', alice.signer.did),
    asks(relay.address, 'acme.io', alice.signer.did),
    asks(relay.address, 'acme.io', mallory.signer.did),
  ]);

  const checkedAt = expect.any(Number) as number;
  expect(answers).toEqual([
    { status: 200, said: { verified: true, checkedAt } },
    { status: 200, said: { verified: true, checkedAt } },
    { status: 200, said: { verified: false, checkedAt } },
  ]);
  expect(domains.asked).toBe(1);
});

test('a no is asked again after a minute, a yes after an hour, a failure after five minutes', async () => {
  const MINUTE = 60_000_000;
  let now = Date.now() * 1000;
  let answer: RequestListener = naming();
  const domains = await site((asked, reply) => answer(asked, reply));
  const relay = await runningRelay({}, { domains, clock: () => parseMicros(now) });
  const alice = publisher(relay);
  await claims(alice, 'acme.io');
  const asked = async (after: number) => {
    now += after;
    const { said } = await asks(relay.address, 'acme.io', alice.signer.did);
    return [said, domains.asked];
  };
  const no = { verified: false, checkedAt: expect.any(Number) as number };
  const yes = { ...no, verified: true };
  const failure = expect.objectContaining({ reason: 'domain-unreachable' }) as unknown;

  expect(await asked(0)).toEqual([no, 1]);
  answer = naming(alice.signer.did);
  expect(await asked(MINUTE - 1)).toEqual([no, 1]);
  expect(await asked(1)).toEqual([yes, 2]);
  answer = (_asked, reply) => reply.writeHead(500).end();
  expect(await asked(60 * MINUTE - 1)).toEqual([yes, 2]);
  expect(await asked(1)).toEqual([failure, 3]);
  expect(await asked(5 * MINUTE - 1)).toEqual([failure, 3]);
  expect(await asked(1)).toEqual([failure, 4]);
});

test('what nobody claims is not asked: a relay makes no requests for strangers', async () => {
  const domains = await site(naming());
  const relay = await runningRelay({}, { domains });
  const alice = publisher(relay);
  await claims(alice, 'acme.io');

  expect(await asks(relay.address, 'other.io', alice.signer.did)).toMatchObject({
    status: 404,
    said: { reason: 'domain' },
  });
  expect(await asks(relay.address, 'acme.io', 'did:key:x')).toMatchObject({ status: 400 });
  expect(domains.asked).toBe(0);
});

test('a private relay tells nobody without a permission what a person claims', async () => {
  const domains = await site(naming());
  const relay = await runningRelay({ private: true }, { domains });
  const alice = publisher(relay);
  await claims(alice, 'acme.io');
  for (const domain of ['acme.io', 'other.io'])
    expect(await asks(relay.address, domain, alice.signer.did)).toMatchObject({
      status: 401,
      said: { reason: 'read-capability' },
    });
  expect(domains.asked).toBe(0);
});

test('a relay as it runs asks nothing on this machine or its network', async () => {
  const here = await site(naming('did'));
  for (const address of ['127.0.0.1', '::1', '10.0.0.1', '::ffff:127.0.0.1']) {
    const family = address.includes(':') ? 6 : 4;
    const access = {
      ...here,
      mayAsk: PUBLIC_ACCESS.mayAsk,
      // One public address beside it changes nothing.
      resolve: async () => [
        { address: '93.184.216.34', family: 4 },
        { address, family },
      ],
    };
    await expect(publishersOfDomain('acme.io', access)).rejects.toMatchObject({
      reason: 'domain-unreachable',
      data: { text: 'no public address' },
    });
  }
  expect(here.asked).toBe(0);
});

test('the connection goes to the address that was looked at, under the name of the domain', async () => {
  let host = '';
  const access = await site((asked, reply) => {
    host = asked.headers.host ?? '';
    naming('did:key:x')(asked, reply);
  });
  expect(await publishersOfDomain('nowhere.invalid', access)).toEqual(['did:key:x']);
  expect(host).toBe(`nowhere.invalid:${access.port}`);
});

test.each<[string, RequestListener]>([
  ['leads elsewhere', (_asked, reply) => reply.writeHead(302, { location: 'http://127.0.0.1/' }).end()],
  ['is not there', (_asked, reply) => reply.writeHead(404).end()],
  [
    'is larger than 64 kB',
    (_asked, reply) => reply.end(JSON.stringify({ publishers: ['x'.repeat(70_000)] })),
  ],
  ['never ends', (_asked, reply) => void reply.write('{')],
  ['never begins', () => undefined],
  ['breaks off', (_asked, reply) => reply.destroy()],
])('a file that %s proves nothing and is a failure', async (_what, answer) => {
  const access = await site(answer);
  await expect(publishersOfDomain('acme.io', access)).rejects.toMatchObject({
    code: 'Network',
    reason: 'domain-unreachable',
  });
});

test('a name server that never answers is waited for no longer than the rest', async () => {
  const access = { ...(await site(naming())), resolve: () => new Promise<never>(() => undefined) };
  await expect(publishersOfDomain('acme.io', access)).rejects.toMatchObject({ reason: 'domain-unreachable' });
});

test.each(['no json', '[]', '{"publishers": "did:key:x"}', '{"publishers": [1]}', '{}'])(
  'a file that says %s names nobody',
  async (text) => {
    const access = await site((_asked, reply) => reply.end(text));
    expect(await publishersOfDomain('acme.io', access)).toEqual([]);
  },
);

test.each(['8.8.8.8', '93.184.216.34', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is public',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.168.1.1',
  '198.19.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'fc00::1',
  'fd12::1',
  'fe80::1',
  'ff02::1',
  'localhost',
  '',
])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
