import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCatalogue, type Catalogue } from '../../src/app/catalogue.ts';
import { createCardIntake, type CardIntakeControl } from '../../src/app/engine/card-intake.ts';
import { openShards } from '../../src/app/engine/open-shards.ts';
import { createSignatureChecks, type SignatureChecks } from '../../src/app/engine/signature-checks.ts';
import type { Beside } from '../../src/app/listed-card.ts';
import { parseMicros, parseModuleId, publicKeyOf } from '../../src/core/ids.ts';
import { decodeRecord, encodeRecord, type GenRecord } from '../../src/core/record/record.ts';
import { subtle } from '../../src/core/web-crypto.ts';
import type { Session } from '../../src/app/engine/session.ts';
import { shardOfId, signedCard } from '../support/cards.ts';
import { START, signerNamed } from '../support/namespace.ts';

const id = parseModuleId('io.example.codec');
const path = shardOfId(id);
const now = parseMicros(START + 60_000_000);
const beside: Beside = { installed: new Map(), hidden: new Set(), isPending: () => false };
const all = { text: '', tags: [], sort: 'name', offset: 0, limit: 10 } as const;
const nothing = (): void => undefined;

let catalogue: Catalogue;
let intake: CardIntakeControl;
let checks: SignatureChecks;
let faults: unknown[];
let updates: number;
let isBusy: boolean;
let ending: AbortController;
let honest: GenRecord;
/** Newer, by somebody else’s word, and signed by nobody. */
let forged: GenRecord;

beforeEach(async () => {
  honest = await signedCard(id, { n: 'Codec' });
  const mallory = Uint8Array.from(publicKeyOf((await signerNamed('mallory')).did));
  const signed = await signedCard(id, { n: 'Evil', o: mallory }, { at: START + 5 });
  forged = decodeRecord(encodeRecord({ ...signed, credential: new Uint8Array() }, new Uint8Array(64)));
  [faults, updates, isBusy] = [[], 0, false];
  catalogue = createCatalogue();
  intake = createCardIntake(
    catalogue,
    () => now,
    () => (updates += 1),
    (fault) => faults.push(fault),
  );
  ending = new AbortController();
  checks = createSignatureChecks({
    cards: intake,
    isBusy: () => isBusy,
    signal: ending.signal,
    report: (fault) => faults.push(fault),
  });
});

afterEach(() => {
  ending.abort();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const brings = (cards: readonly GenRecord[], checked: boolean) =>
  catalogue.addShard(path, cards, { checked }, now);
const names = (): string[] => catalogue.search(all, beside).cards.map(({ name }) => name);

test('a newer card that nobody has checked does not take the place of one that was checked', () => {
  brings([honest], true);
  brings([forged], false);
  expect(names()).toEqual(['Codec']);
});

test('a checked card takes the place of a newer one that nobody has checked', () => {
  brings([honest, forged], false);
  expect(names()).toEqual(['Evil']);
  brings([honest], true);
  expect(names()).toEqual(['Codec']);
});

test('a newer card takes its place as soon as it is checked', async () => {
  const newer = await signedCard(id, { n: 'Codec 2' }, { at: START + 9 });
  brings([honest], true);
  brings([newer], false);
  expect(names()).toEqual(['Codec']);
  expect(catalogue.markChecked([newer.id])).toBe(true);
  expect(names()).toEqual(['Codec 2']);
});

test('that a card on a screen was checked is announced', async () => {
  brings([honest], false);
  expect(catalogue.search(all, beside).cards).toMatchObject([{ checked: false }]);
  await checks.all();
  await vi.waitFor(() => expect(updates).toBe(1));
  expect(catalogue.search(all, beside).cards).toMatchObject([{ checked: true }]);
});

test('a card that sync brings too counts as checked, and that is announced', async () => {
  await intake.level(path, ['h'], () => [honest], { checked: false });
  await vi.waitFor(() => expect(updates).toBe(1));
  intake.met(path, ['h'], [honest]);
  await intake.synced();
  expect([updates, catalogue.checked]).toEqual([2, 1]);
});

test('whoever asks about one module has its card checked first: name and owner are the honest ones then', async () => {
  const { did } = await signerNamed('alice');
  brings([honest, forged], false);
  expect(await checks.of([id])).toBe(true);
  expect(catalogue.card(id)?.name).toBe('Codec');
  expect(catalogue.ownedBy(did)).toEqual([id]);
  expect(await checks.of([id])).toBe(false);
  expect(faults).toMatchObject([{ code: 'SignatureInvalid' }]);
});

test('whose modules are somebody’s is known when all that is here was checked', async () => {
  brings([honest, forged], false);
  await checks.all();
  expect(catalogue.ownedBy((await signerNamed('alice')).did)).toEqual([id]);
  expect(catalogue.ownedBy((await signerNamed('mallory')).did)).toEqual([]);
});

test.each(['verify', 'importKey'] as const)(
  'a failure of this device at %s hides no honest card: it is reported, and checked later',
  async (step) => {
    // Keys are kept: of somebody whose card no other test has checked.
    brings([await signedCard(id, { n: 'Codec' }, { by: `who fails at ${step}` })], false);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    onlyOnceFailing(step);
    await checks.all();
    expect(faults).toMatchObject([{ code: 'InvalidState' }]);
    expect([catalogue.refused, catalogue.size, catalogue.checked]).toEqual([0, 1, 0]);

    await vi.advanceTimersByTimeAsync(5000);
    await vi.waitFor(() => expect(catalogue.checked).toBe(1));
    expect([catalogue.refused, faults.length]).toEqual([0, 1]);
  },
);

function onlyOnceFailing(step: 'verify' | 'importKey'): void {
  vi.spyOn(subtle, step).mockRejectedValueOnce(new DOMException('out of memory', 'OperationError'));
}

test('what this device failed to check keeps no other card waiting', async () => {
  brings([honest, await signedCard('io.example.parser')], false);
  onlyOnceFailing('verify');
  await checks.all();
  expect([catalogue.checked, catalogue.refused]).toEqual([1, 0]);
});

test('bytes that rotted here are no verdict on their author', async () => {
  brings([honest], false);
  catalogue.unchecked(1)[0]?.bytes.fill(0);
  await checks.all();
  expect(faults).toMatchObject([{ code: 'Storage' }]);
  expect(catalogue.refused).toBe(0);
});

test('who searches all the time does not keep cards from being checked', async () => {
  isBusy = true;
  brings([honest], false);
  checks.wake();
  await vi.waitFor(() => expect(catalogue.checked).toBe(1), { timeout: 10_000 });
});

test('what a shard brings that opened at the second attempt is checked too', async () => {
  let attempts = 0;
  const session: Pick<Session, 'shards' | 'openShard'> = {
    shards: [path],
    async openShard() {
      attempts += 1;
      if (attempts === 1) throw new Error('busy');
      await intake.level(path, ['h'], () => [honest], { checked: false });
    },
  };
  const opening = openShards({
    session: { ...session, replica: { holds: async () => true } as unknown as Session['replica'] },
    isKnown: () => false,
    onOpened: () => checks.wake(),
    onBegun: nothing,
    signal: ending.signal,
    report: nothing,
  });
  await opening.all;
  await vi.waitFor(() => expect([attempts, catalogue.checked]).toEqual([2, 1]), { timeout: 10_000 });
});
