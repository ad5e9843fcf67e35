import type { DocumentId } from '@automerge/automerge-repo/slim';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { parseModuleId } from '../../src/core/ids.ts';
import { moduleDocument } from '../../src/core/record/document.ts';
import { AskedDocuments } from '../../src/relay/asked-documents.ts';
import { DEFAULT_LIMITS } from '../../src/relay/config.ts';

const PATH = moduleDocument(parseModuleId('io.acme.codec'));
const ID = 'a document' as DocumentId;

test('of those who wait for a document, whoever may not read it waits on when it comes into being', () => {
  const [reader, stranger] = [{} as WebSocket, {} as WebSocket];
  const asked = new AskedDocuments(DEFAULT_LIMITS);
  for (const socket of [reader, stranger]) {
    asked.enter(socket, 'did');
    asked.wait(ID, socket);
  }

  expect(asked.exists(ID, PATH, (socket) => socket === reader)).toEqual([reader]);
  expect(asked.exists(ID, PATH, (socket) => socket === reader)).toEqual([]);
  asked.leave(reader);
  expect(asked.isFollowed(PATH)).toBe(false);
  expect(asked.exists(ID, PATH, () => true)).toEqual([stranger]);
  expect(asked.isFollowed(PATH)).toBe(true);
});
