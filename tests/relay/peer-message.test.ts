import { cbor } from '@automerge/automerge-repo/slim';
import { expect, test } from 'vitest';
import { readPeerMessage } from '../../src/relay/peer-message.ts';

const sync = {
  type: 'sync',
  senderId: 'did/a',
  targetId: 'did/b',
  documentId: 'abc',
  data: Uint8Array.of(1, 2),
};

test('a message of the repo is read as the repo wrote it', () => {
  expect(readPeerMessage(cbor.encode(sync))).toEqual({
    type: 'sync',
    senderId: 'did/a',
    documentId: 'abc',
    data: Uint8Array.of(1, 2),
  });
});

test("a join loses its metadata: the repo would store a sync's state for every storage id that a peer thinks of", () => {
  const peerMetadata = { storageId: 'mallory', isEphemeral: false };
  const joining = { type: 'join', senderId: 'did/a', peerMetadata, supportedProtocolVersions: ['1'] };
  expect(readPeerMessage(cbor.encode(joining))).toEqual({
    type: 'join',
    senderId: 'did/a',
    supportedProtocolVersions: ['1'],
  });
});

test.each([
  ['a list that claims a hundred million entries', Uint8Array.of(0x9a, 0x06, 0xb0, 0, 0)],
  ['a list that has a million', cbor.encode(Array.from({ length: 1_000_000 }, () => 0))],
  ['an id longer than any', cbor.encode({ ...sync, documentId: 'x'.repeat(65) })],
  ['a sender longer than any', cbor.encode({ ...sync, senderId: 'x'.repeat(161) })],
  ['a message that ends early', cbor.encode(sync).subarray(0, 20)],
  ['no map', Uint8Array.of(0xf6)],
])('%s is refused', (_what, frame) => {
  expect(() => readPeerMessage(frame)).toThrow(
    expect.objectContaining({ code: 'InvalidInput', reason: 'message' }),
  );
});
