import { expect, test } from 'vitest';
import { mailboxOf, openAnswer, sealAnswer } from '../../src/app/sealed-answer.ts';
import { holder } from '../access/keys.ts';
import { PAIRING_EXAMPLE } from '../support/pairing-example.ts';

const { request, answerBytes, mailbox, sealed } = PAIRING_EXAMPLE;
const otherSecret = new Uint8Array(32).fill(0x06);
const unopened = { code: 'InvalidInput', reason: 'pairing-answer', data: { field: 'seal' } };

test('mailbox and seal are those of docs/FORMAT.md, which another implementation made', async () => {
  expect(await mailboxOf(request.secret)).toBe(mailbox);
  expect(await openAnswer(request, sealed)).toEqual(answerBytes);
});

test('what is sealed is opened by the device that drew the secret', async () => {
  const closed = await sealAnswer(request, answerBytes);
  expect(closed).toHaveLength(answerBytes.length + 28);
  expect(await openAnswer(request, closed)).toEqual(answerBytes);
});

test('each secret has a mailbox of its own', async () => {
  expect(await mailboxOf(otherSecret)).toMatch(/^[0-9a-f]{64}$/);
  expect(await mailboxOf(otherSecret)).not.toBe(mailbox);
});

test('sealed twice it is not the same bytes: an iv is never used again', async () => {
  const [one, two] = [await sealAnswer(request, answerBytes), await sealAnswer(request, answerBytes)];
  expect(one.slice(0, 12)).not.toEqual(two.slice(0, 12));
  expect(one.slice(12)).not.toEqual(two.slice(12));
});

test('another secret, or another device with the same one, does not open it', async () => {
  await expect(openAnswer({ ...request, secret: otherSecret }, sealed)).rejects.toMatchObject(unopened);
  await expect(openAnswer({ ...request, device: holder(0xd2).key }, sealed)).rejects.toMatchObject(unopened);
});

test('a bit that flips anywhere is found', async () => {
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const flipped = sealed.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    await expect(openAnswer(request, flipped)).rejects.toMatchObject(unopened);
  }
});

test.each([0, 1, 11, 12, 27, 28, PAIRING_EXAMPLE.sealed.length - 1])(
  'its first %i bytes alone are no answer',
  async (bytes) => {
    await expect(openAnswer(request, sealed.slice(0, bytes))).rejects.toMatchObject(unopened);
  },
);
