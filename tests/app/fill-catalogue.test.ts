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
import { encodeSnapshots, snapshotsMessage } from '../../src/core/view/signed-snapshots.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { shardOfId, signedCard } from '../support/cards.ts';
import { START, testNamespace } from '../support/namespace.ts';

const id = 'io.example.codec';
const path = shardOfId(id);
const clock = () => parseMicros(START + 60_000_000);

beforeAll(() => automergeReady());

test('a catalogue that came as files is listed only when the relay has said what its admins hide', async () => {
  const world = await testNamespace();
  const card = await signedCard(id);
  const saved = Uint8Array.from(
    Automerge.save(
      Automerge.change(Automerge.load<RecordsDocument>(GENESIS), (draft) => {
        draft.records[card.id] = card.bytes;
      }),
    ),
  );
  const list = encodeSnapshots({
    namespace: world.namespace,
    epoch: 0,
    time: clock(),
    files: [{ path, sha256: sha256Of(sha256(saved)), size: saved.length, cards: 1 }],
  });
  const signature = await world.root.sign(snapshotsMessage(list));
  const catalogue = createCatalogue();
  const faults: unknown[] = [];
  const report = (fault: unknown): void => void faults.push(fault);
  const cards = createCardIntake(catalogue, clock, () => undefined, report);
  let answer = (): void => undefined;
  const asked: DocumentPath[] = [];
  const session = {
    shards: [path],
    openShard: async () => undefined,
    peek: async () => ({ members: new Map() }),
    held: () => undefined,
    replica: {
      holds: async () => false,
      seed: async () => true,
      addressOf: () => ({ namespace: world.namespace, epoch: FIRST_EPOCH, path }),
    },
    whenAnswered(document: DocumentPath) {
      asked.push(document);
      return new Promise<void>((resolve) => (answer = resolve));
    },
  } as unknown as Session;
  const arrived = vi.fn();
  const live = {
    catalogue,
    cards,
    arrived,
    own: { standing: async () => undefined },
    pages: { tell: () => undefined },
    isSearching: () => false,
  } as unknown as LiveCatalogue;

  const filling = fillCatalogue({
    session,
    catalogue: live,
    pin: { namespace: world.namespace, relay: world.root.did },
    epoch: FIRST_EPOCH,
    snapshots: { snapshots: async () => ({ list, signature }), snapshot: async () => saved },
    clock,
    signal: new AbortController().signal,
    report,
  });
  await filling.all;
  await filling.checks.all();
  expect([faults, catalogue.checked, asked]).toEqual([[], 1, [AUTHORITY]]);
  expect(arrived).not.toHaveBeenCalled();

  answer();
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledOnce());
});
