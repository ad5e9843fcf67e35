import { setTimeout as sleep } from 'node:timers/promises';
import { parseModuleId } from '../../../src/core/ids.ts';
import { moduleDocument } from '../../../src/core/record/document.ts';
import type { MemberId } from '../../../src/core/record/record.ts';
import type { OpenDocument } from '../../../src/replica/open-document.ts';
import { liveDevice } from '../../../tests/support/live-device.ts';
import { Publisher, rates } from '../../../tests/support/namespace.ts';
import { person } from '../../../tests/support/person.ts';

/** automerge-repo tells peers of one document at most every 100 ms: turns are taken. */
const MODULES = 4;
const PAUSE_MS = 50;
const LONGEST_MS = 20_000;

/** Somebody who publishes and somebody who looks on, while others misbehave. */
export interface HonestPair {
  readonly module: string;
  readonly did: string;
  /** Every record that was ever posted. */
  readonly posted: ReadonlySet<string>;
  /** Milliseconds from each post until the other device holds the record. */
  readonly delays: number[];
  /** Posts without a pause between them, for records to be forged from. */
  fill(count: number): Promise<void>;
  /** Publishes until the signal; at least `least` times. */
  publishes(until: AbortSignal, least: number): Promise<void>;
  /** Milliseconds until a device that has nothing holds the first module. */
  freshSync(): Promise<number>;
  close(): Promise<void>;
}

interface Line {
  readonly publisher: Publisher;
  readonly document: OpenDocument;
}

function arrival({ members, onAdded }: OpenDocument, id: MemberId): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('an honest record did not arrive')), LONGEST_MS);
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve(performance.now());
    };
    const stop = onAdded((added) => {
      if (added.some((member) => member.id === id)) done();
    });
    if (members.has(id)) done();
  });
}

export async function honestPair(address: string): Promise<HonestPair> {
  const alice = await person(address);
  const { relay } = alice.device;
  const posted = new Set<string>();
  const post: typeof relay.post = async (members, signal) => {
    const answer = await relay.post(members, signal);
    for (const { id } of answer.results) posted.add(id);
    return answer;
  };
  const publisherDevice = { ...alice.device, relay: { ...relay, post } };
  Object.assign(alice.device, publisherDevice);
  const bob = await liveDevice(await person(address), address);
  const lines: Line[] = [];
  for (let number = 0; number < MODULES; number += 1) {
    const id = parseModuleId(`io.honest.module-${number}`);
    await alice.publishes({ id, version: '1.0.0' });
    const document = await bob.replica.open(moduleDocument(id));
    await bob.synced(moduleDocument(id));
    const capability = [...document.members.values()].find(
      (member) => member.member === 'capability' && member.capability.delegations.length === 2,
    );
    if (capability?.member !== 'capability') throw new Error('no capability');
    const { namespace } = alice.device;
    lines.push({
      publisher: new Publisher(namespace, id, alice.signer, capability, Date.now() * 1000),
      document,
    });
  }
  // Ratings have a document once somebody has rated.
  const rater = await person(address);
  const rated = parseModuleId('io.honest.module-0');
  const rating = await rates(alice.device.namespace, rater.signer, rated, 4, Date.now() * 1000);
  await relay.post([rating.bytes]);
  const [first] = lines;
  if (first === undefined) throw new Error('no module');
  const delays: number[] = [];

  return {
    module: 'io.honest.module-0',
    did: alice.signer.did,
    posted,
    delays,
    async fill(count) {
      const records = [];
      for (let number = 0; number < count; number += 1)
        records.push(await first.publisher.sets('description', `Number ${number}.`));
      const { results } = await post(records.map(({ bytes }) => bytes));
      if (results.some(({ state }) => state !== 'receipted')) throw new Error('an honest record was refused');
    },
    async publishes(until, least) {
      for (let number = 0; number < least || !until.aborted; number += 1) {
        const { publisher, document } = lines[number % MODULES] as Line;
        const record = await publisher.sets('description', `At ${number} of ${Date.now()}.`);
        const start = performance.now();
        const arrived = arrival(document, record.id);
        const { results } = await post([record.bytes]);
        if (results[0]?.state !== 'receipted') throw new Error(`refused: ${JSON.stringify(results)}`);
        delays.push((await arrived) - start);
        await sleep(PAUSE_MS);
      }
    },
    async freshSync() {
      const carol = await person(address);
      const start = performance.now();
      const device = await liveDevice(carol, address);
      await device.replica.open(moduleDocument(parseModuleId('io.honest.module-0')));
      await device.synced(moduleDocument(parseModuleId('io.honest.module-0')));
      const time = performance.now() - start;
      await device.close();
      return time;
    },
    close: () => bob.close(),
  };
}
