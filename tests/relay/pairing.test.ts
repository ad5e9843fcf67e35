import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { httpRelay } from '../../src/adapters/http/http-relay.ts';
import { mailboxOf, openAnswer, sealAnswer } from '../../src/app/sealed-answer.ts';
import { parseMicros } from '../../src/core/ids.ts';
import { DEFAULT_LIMITS } from '../../src/relay/config.ts';
import { mailboxes, type MailboxLimits } from '../../src/relay/pairing/mailboxes.ts';
import { PAIRING_EXAMPLE } from '../support/pairing-example.ts';
import { runningRelay } from './world.ts';

const { request, answerBytes, mailbox, sealed } = PAIRING_EXAMPLE;
const OTHER = Uint8Array.of(1, 2, 3);
const MINUTE = 60_000;
const OCTETS = { 'content-type': 'application/octet-stream' };

/** A device that has no key yet and may read nothing. */
function clientAt(address: string) {
  const nobody = () => Promise.reject(new Error('nobody signs here'));
  return httpRelay({ base: address, signer: nobody, clock: () => parseMicros(0) });
}

const put = (address: string, path: string, body: Uint8Array<ArrayBuffer>, headers = OCTETS) =>
  fetch(`${address}/pairing/${path}`, { method: 'PUT', headers, body });

async function said(response: Response): Promise<unknown> {
  const { code, reason } = (await response.json()) as { code: string; reason: string };
  return [response.status, code, reason];
}

test('an answer goes from one device to another through a relay that cannot read it', async () => {
  const relay = await runningRelay();
  const [main, phone] = [clientAt(relay.address), clientAt(relay.address)];

  expect(await phone.collectAnswer(await mailboxOf(request.secret))).toBeUndefined();
  await main.leaveAnswer(mailbox, await sealAnswer(request, answerBytes));

  const collected = await phone.collectAnswer(await mailboxOf(request.secret));
  expect(await openAnswer(request, collected!)).toEqual(answerBytes);
});

test('an answer can be collected again: the one before may have been lost on its way', async () => {
  const relay = await runningRelay();
  const client = clientAt(relay.address);
  await client.leaveAnswer(mailbox, sealed);
  expect(await client.collectAnswer(mailbox)).toEqual(sealed);
  expect(await client.collectAnswer(mailbox)).toEqual(sealed);
});

test('the first answer stands: the same again is no other, and another is refused', async () => {
  const relay = await runningRelay();
  expect((await put(relay.address, mailbox, sealed)).status).toBe(201);
  expect((await put(relay.address, mailbox, sealed)).status).toBe(200);
  expect(await said(await put(relay.address, mailbox, OTHER))).toEqual([409, 'AlreadyExists', 'pairing']);

  const client = clientAt(relay.address);
  await expect(client.leaveAnswer(mailbox, OTHER)).rejects.toMatchObject({
    code: 'AlreadyExists',
    reason: 'pairing',
  });
  expect(await client.collectAnswer(mailbox)).toEqual(sealed);
});

test('an answer waits 15 minutes, however often it is left again', async () => {
  let now = Date.now();
  const relay = await runningRelay({}, { clock: () => parseMicros(now * 1000) });
  const client = clientAt(relay.address);
  await client.leaveAnswer(mailbox, sealed);
  now += 15 * MINUTE - 1;
  await client.leaveAnswer(mailbox, sealed);
  expect(await client.collectAnswer(mailbox)).toEqual(sealed);
  now += 1;
  expect(await client.collectAnswer(mailbox)).toBeUndefined();
});

test('a private relay carries answers too: a new device holds no permission to read yet', async () => {
  const relay = await runningRelay({ private: true });
  const client = clientAt(relay.address);
  await client.leaveAnswer(mailbox, sealed);
  expect(await client.collectAnswer(mailbox)).toEqual(sealed);
});

test('what is there is kept by no cache and run by no browser', async () => {
  const relay = await runningRelay();
  await put(relay.address, mailbox, sealed);
  const { headers } = await fetch(`${relay.address}/pairing/${mailbox}`);
  expect(headers.get('content-type')).toBe('application/octet-stream');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  const missing = await fetch(`${relay.address}/pairing/${'0'.repeat(64)}`);
  expect(missing.headers.get('cache-control')).toBe('no-store');
  expect(await said(missing)).toEqual([404, 'NotFound', 'pairing']);
});

test.each(['0', '0'.repeat(63), '0'.repeat(65), 'G'.repeat(64), mailbox.toUpperCase(), '..%2f..%2fheads'])(
  '%s names no mailbox',
  async (name) => {
    const relay = await runningRelay();
    expect(await said(await put(relay.address, name, sealed))).toEqual([400, 'InvalidInput', 'mailbox']);
    expect(await said(await fetch(`${relay.address}/pairing/${name}`))).toEqual([
      400,
      'InvalidInput',
      'mailbox',
    ]);
  },
);

test('96 KiB are taken, a byte more is not, nor anything but bytes', async () => {
  const relay = await runningRelay();
  const largest = new Uint8Array(96 * 1024).fill(7);
  const client = clientAt(relay.address);
  await client.leaveAnswer(mailbox, largest);
  expect(await client.collectAnswer(mailbox)).toEqual(largest);

  const other = '1'.repeat(64);
  const longer = new Uint8Array(96 * 1024 + 1);
  expect(await said(await put(relay.address, other, longer))).toEqual([413, 'InvalidInput', 'post-size']);
  const json = { 'content-type': 'application/json' };
  expect(await said(await put(relay.address, other, sealed, json))).toEqual([
    415,
    'InvalidInput',
    'content-type',
  ]);
  const empty = await fetch(`${relay.address}/pairing/${other}`, { method: 'PUT' });
  expect(await said(empty)).toEqual([415, 'InvalidInput', 'content-type']);
  expect(await client.collectAnswer(other)).toBeUndefined();
});

test('bodies that only begin to arrive have no more room than mailboxes', async () => {
  const relay = await runningRelay();
  const { hostname, port } = new URL(relay.address);
  const begun = Array.from({ length: 85 }, async (_value, index) => {
    const socket = connect(Number(port), hostname);
    const path = `/pairing/${String(index).padStart(64, '0')}`;
    socket.write(
      `PUT ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\ncontent-length: 98304\r\n\r\nx`,
    );
    return socket;
  });
  const sockets = await Promise.all(begun);
  try {
    await expect
      .poll(async () => said(await put(relay.address, mailbox, new Uint8Array(96 * 1024))))
      .toEqual([429, 'QuotaExceeded', 'posts']);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});

test('who asks too often is told to slow down, as everywhere', async () => {
  const relay = await runningRelay({ limits: { ...DEFAULT_LIMITS, requestsPerMinute: 3 } });
  const client = clientAt(relay.address);
  for (let asked = 0; asked < 3; asked += 1) await client.collectAnswer(mailbox);
  await expect(client.collectAnswer(mailbox)).rejects.toMatchObject({
    code: 'QuotaExceeded',
    reason: 'requests',
  });
});

test('a relay that has no mailboxes is not one where nothing waits', async () => {
  const relay = await runningRelay();
  const client = clientAt(`${relay.address}/below`);
  await expect(client.collectAnswer(mailbox)).rejects.toMatchObject({ code: 'NotFound', reason: 'route' });
});

test('the metrics say how many answers wait', async () => {
  const relay = await runningRelay();
  await put(relay.address, mailbox, sealed);
  const metrics = await (await fetch(`${relay.address}/metrics`)).text();
  expect(metrics).toContain('gen_registry_pairing_answers 1');
});

const limits: MailboxLimits = { kept: 1000, mailboxes: 4, bytes: 100 };
const bytes = (length: number, fill = 0) => new Uint8Array(length).fill(fill);

/** Which of the mailboxes hold something. */
const held = (boxes: ReturnType<typeof mailboxes>, ...names: string[]) =>
  names.filter((name) => boxes.collect(name) !== undefined).join(' ');

test('where all mailboxes are taken, the oldest of whoever has the most gives way', () => {
  const boxes = mailboxes(() => 0, limits);
  boxes.leave('alice', bytes(1), '192.0.2.1');
  for (let index = 0; index < 10; index += 1) boxes.leave(`flood-${index}`, bytes(1), '192.0.2.2');
  boxes.leave('bob', bytes(1), '192.0.2.3');

  expect(held(boxes, 'alice', 'bob')).toBe('alice bob');
  expect(held(boxes, 'flood-7', 'flood-8', 'flood-9')).toBe('flood-8 flood-9');
  expect(boxes.count).toBe(4);
});

test('where everybody has one, the oldest gives way', () => {
  const boxes = mailboxes(() => 0, limits);
  for (const name of ['a', 'b', 'c', 'd', 'e']) boxes.leave(name, bytes(1), name);
  expect(held(boxes, 'a', 'b', 'c', 'd', 'e')).toBe('b c d e');
});

test('bytes are limited in all, and counted back', () => {
  let now = 0;
  const boxes = mailboxes(() => now, limits);
  boxes.leave('a', bytes(60), 'x');
  boxes.leave('b', bytes(40), 'y');
  expect(held(boxes, 'a', 'b')).toBe('a b');
  boxes.leave('c', bytes(1), 'z');
  expect(held(boxes, 'a', 'b', 'c')).toBe('b c');
  now = 1000;
  expect(boxes.count).toBe(0);
  boxes.leave('d', bytes(100), 'x');
  expect(held(boxes, 'd')).toBe('d');
});

test('a mailbox whose time is over can be used anew', () => {
  let now = 0;
  const boxes = mailboxes(() => now, limits);
  expect(boxes.leave('a', bytes(1), 'x')).toBe(true);
  expect(() => boxes.leave('a', bytes(2), 'x')).toThrow(expect.objectContaining({ reason: 'pairing' }));
  now = 999;
  expect(boxes.leave('a', bytes(1), 'y')).toBe(false);
  now = 1000;
  expect(boxes.leave('a', bytes(2), 'y')).toBe(true);
});
