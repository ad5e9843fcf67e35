import { GenError } from '../../src/core/errors.ts';
import { sha256 } from '../../src/core/hash.ts';
import { didOf, parsePublicKey, sha256Of } from '../../src/core/ids.ts';
import { equalBytes, toHex } from '../../src/core/bytes.ts';
import {
  documentOf,
  FIRST_EPOCH,
  isCardPath,
  moduleDocument,
  splitModulePath,
  type DocumentPath,
} from '../../src/core/record/document.ts';
import { decodeMember, type Member } from '../../src/core/record/member.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import type { RelayClient } from '../../src/ports/relay-client.ts';
import { testNamespace } from '../support/namespace.ts';
import { wallClock } from '../../src/app/device.ts';

export interface FakeRelay {
  readonly client: RelayClient;
  /** Whether anything answers. */
  up: boolean;
  /** Whether it receipts the releases that it takes. */
  receipts: boolean;
  /** How often it was asked for anything. */
  questions: number;
}

/** The port of a relay that takes everything: grants names, receipts records, keeps blobs, all in memory. */
export async function fakeRelay(name = 'root'): Promise<FakeRelay> {
  const world = await testNamespace(name);
  const documents = new Map<DocumentPath, Member[]>();
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>();
  const answers = new Map<string, Uint8Array<ArrayBuffer>>();

  const membersOf = (path: DocumentPath): Member[] => documents.get(path) ?? [];
  const add = (path: DocumentPath, members: readonly Member[]) => {
    documents.set(path, [
      ...new Map([...membersOf(path), ...members].map((member) => [member.id, member])).values(),
    ]);
  };

  async function grant(claim: GenRecord): Promise<Member[]> {
    const { id } = splitModulePath(claim.path);
    const subspace = parsePublicKey(claim.subspace);
    const sign = () => Promise.reject(new Error('a relay holds no key of others'));
    const { members } = await world.grants(
      { did: didOf(subspace), publicKey: subspace, sign },
      id,
      wallClock(),
    );
    add(documentOf(claim, FIRST_EPOCH), members);
    return members;
  }

  /** @param chains capabilities that came with it. */
  async function take(record: GenRecord, chains: readonly Member[]): Promise<Member[]> {
    const path = documentOf(record, FIRST_EPOCH);
    const granted = record.path[0] === 'claims' ? await grant(record) : [];
    if (granted.length === 0) add(path, [...chains, record]);
    if (!relay.receipts && record.path.includes('versions')) return granted;
    const beside = isCardPath(record.path) ? moduleDocument(splitModulePath(record.path).id) : path;
    const receipts = await world.receipts(beside, membersOf(beside).length, [record], wallClock());
    add(beside, receipts);
    return [...granted, ...receipts];
  }

  async function answer<T>(work: () => T | Promise<T>): Promise<T> {
    relay.questions += 1;
    if (!relay.up) throw new GenError('Network', 'unreachable', { text: 'refused' });
    return work();
  }

  const relay: FakeRelay = {
    up: true,
    receipts: true,
    questions: 0,
    client: {
      facts: () =>
        answer(() => ({
          namespace: toHex(world.namespace),
          relay: world.root.did,
          name: 'Fake',
          policy: 'open' as const,
          maxBlob: 1_000_000,
        })),
      post: (encoded) =>
        answer(async () => {
          const members = encoded.map(decodeMember);
          const records = members.filter((member) => member.member === 'record');
          const chains = members.filter((member) => member.member === 'capability');
          const added: Member[] = [];
          for (const record of records) {
            added.push(
              ...(await take(
                record,
                chains.filter(({ id }) => id === record.credential),
              )),
            );
          }
          const results = records.map(({ id }) => ({ id, state: 'receipted' as const }));
          return { results, members: added.map(({ bytes }) => bytes) };
        }),
      document: (path) =>
        answer(() => ({
          etag: String(membersOf(path).length),
          members: membersOf(path).map(({ bytes }) => bytes),
        })),
      head: () =>
        answer(() => {
          throw new GenError('NotFound', 'head');
        }),
      hasBlob: (hash) => answer(() => blobs.has(hash)),
      putBlob: (hash, content) =>
        answer(async () => {
          const bytes = content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
          if (sha256Of(sha256(bytes)) !== hash) throw new GenError('HashMismatch', 'blob');
          blobs.set(hash, bytes);
        }),
      readBlob: (hash, { from = 0 }, take) =>
        answer(async () => {
          const bytes = blobs.get(hash);
          if (bytes === undefined) throw new GenError('NotFound', 'blob', { sha256: hash });
          await take(bytes.slice(from));
        }),
      leaveAnswer: (mailbox, sealed) =>
        answer(() => {
          const there = answers.get(mailbox);
          if (there !== undefined && !equalBytes(there, sealed))
            throw new GenError('AlreadyExists', 'pairing');
          answers.set(mailbox, sealed);
        }),
      collectAnswer: (mailbox) => answer(() => answers.get(mailbox)),
    },
  };
  return relay;
}
