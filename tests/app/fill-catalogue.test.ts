import * as Automerge from '@automerge/automerge/slim';
import { beforeAll, expect, test, vi } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { createCatalogue } from '../../src/app/catalogue.ts';
import { createCardIntake } from '../../src/app/engine/card-intake.ts';
import { fillCatalogue } from '../../src/app/engine/fill-catalogue.ts';
import type { LiveCatalogue } from '../../src/app/engine/live-catalogue.ts';
import type { Session } from '../../src/app/engine/session.ts';
import { sha256 } from '../../src/core/hash.ts';
import { parseMicros, sha256Of } from '../../src/core/ids.ts';
import { AUTHORITY, FIRST_EPOCH, type DocumentPath } from '../../src/core/record/document.ts';
import { decodeRecord, encodeRecord, type GenRecord } from '../../src/core/record/record.ts';
import { encodeSnapshots, snapshotsMessage } from '../../src/core/view/signed-snapshots.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { shardOfId, signedCard } from '../support/cards.ts';
import { START, testNamespace } from '../support/namespace.ts';

const id = 'io.example.codec';
const clock = () => parseMicros(START + 60_000_000);

beforeAll(() => automergeReady());

interface Answers {
  readonly seed?: (path: DocumentPath) => Promise<boolean>;
  readonly whenAnswered?: (path: DocumentPath) => Promise<void>;
}

/** A device without a catalogue, and a relay that has these cards in files, each of another shard. */
async function filled(cards: readonly GenRecord[], answers: Answers) {
  const world = await testNamespace();
  const files = new Map(
    cards.map((card) => {
      const doc = Automerge.change(Automerge.load<RecordsDocument>(GENESIS), (draft) => {
        draft.records[card.id] = card.bytes;
      });
      return [shardOfId(card.path.slice(1, -2).join('.')), Uint8Array.from(Automerge.save(doc))] as const;
    }),
  );
  const shards = [...files.keys()].toSorted((a, b) => Number(a.split('/')[1]) - Number(b.split('/')[1]));
  const shaOf = (path: DocumentPath) => sha256Of(sha256(files.get(path) ?? new Uint8Array()));
  const list = encodeSnapshots({
    namespace: world.namespace,
    epoch: 0,
    time: clock(),
    files: shards.map((path) => ({
      path,
      sha256: shaOf(path),
      size: files.get(path)?.length ?? 0,
      cards: 1,
    })),
  });
  const signature = await world.root.sign(snapshotsMessage(list));
  const catalogue = createCatalogue();
  const faults: unknown[] = [];
  const report = (fault: unknown): void => void faults.push(fault);
  const peeked: DocumentPath[] = [];
  const session = {
    shards,
    openShard: async () => undefined,
    async peek(path: DocumentPath) {
      peeked.push(path);
      return { members: new Map() };
    },
    held: () => undefined,
    replica: {
      holds: async () => false,
      seed: async () => true,
      addressOf: (path: DocumentPath) => ({ namespace: world.namespace, epoch: FIRST_EPOCH, path }),
      ...answers,
    },
    whenAnswered: async () => undefined,
    ...answers,
  } as unknown as Session;
  const arrived = vi.fn();
  const live = {
    catalogue,
    cards: createCardIntake(catalogue, clock, () => undefined, report),
    arrived,
    standing: async () => undefined,
    pages: { tell: () => undefined },
    isSearching: () => false,
  } as unknown as LiveCatalogue;

  const filling = fillCatalogue({
    session,
    catalogue: live,
    pin: { namespace: world.namespace, relay: world.root.did },
    epoch: FIRST_EPOCH,
    snapshots: {
      snapshots: async () => ({ list, signature }),
      snapshot: async (sha) => files.get(shards.find((path) => shaOf(path) === sha) as DocumentPath) as never,
    },
    clock,
    signal: new AbortController().signal,
    report,
  });
  return { filling, catalogue, arrived, faults, peeked, shards };
}

test('a catalogue that came as files is listed only when the relay has said what its admins hide', async () => {
  let answer = (): void => undefined;
  const asked: DocumentPath[] = [];
  const { filling, catalogue, arrived, faults } = await filled([await signedCard(id)], {
    whenAnswered(document) {
      asked.push(document);
      return new Promise<void>((resolve) => (answer = resolve));
    },
  });
  await filling.all;
  await filling.checks.all();
  expect([faults, catalogue.checked, asked]).toEqual([[], 1, [AUTHORITY]]);
  expect(arrived).not.toHaveBeenCalled();

  answer();
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledOnce());
});

test('a card that is refused before its document is kept does not have the document opened without it', async () => {
  const cards = await Promise.all(['io.example.codec', 'io.example.elsewhere'].map((one) => signedCard(one)));
  const forged = cards.map((card) =>
    decodeRecord(encodeRecord({ ...card, credential: new Uint8Array() }, new Uint8Array(64))),
  );
  let keep = (): void => undefined;
  const kept: DocumentPath[] = [];
  const { filling, catalogue, faults, peeked, shards } = await filled(forged, {
    async seed(path) {
      kept.push(path);
      if (kept.length === 2) await new Promise<void>((resolve) => (keep = resolve));
      return true;
    },
  });
  await vi.waitFor(() => expect(catalogue.refused).toBe(2), { timeout: 5000 });
  const [late] = kept.slice(1);
  expect(peeked).not.toContain(late);
  keep();
  await filling.all;
  expect([new Set(peeked), new Set(kept)]).toEqual([new Set(shards), new Set(shards)]);
  expect(faults).toMatchObject([{ code: 'SignatureInvalid' }, { code: 'SignatureInvalid' }]);
});
