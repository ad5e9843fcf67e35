import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { checkHead } from '../../src/app/check-head.ts';
import { compareRelays } from '../../src/app/compare-relays.ts';
import { storedStory } from '../../src/app/story.ts';
import { toHex } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseMicros } from '../../src/core/ids.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { isStale, mayUpdateUnattended } from '../../src/core/view/freshness.ts';
import type { ServedHead } from '../../src/core/view/signed-head.ts';
import { receiptsAmong } from '../../src/core/view/stories.ts';
import type { RelayClient } from '../../src/ports/relay-client.ts';
import { storyteller, type Storyteller } from '../../tests/support/heads.ts';
import { START } from '../../tests/support/namespace.ts';
import { randomOf } from '../../tests/support/random.ts';
import type { Finding } from './finding.ts';

const STORIES = 100;
const SEED = 20_261_121;
const NOW = parseMicros(START + 100 * 3_600_000_000);
const DAY = 86_400_000_000;

type Chains = readonly (readonly GenRecord[])[];

interface Told {
  readonly chains: Chains;
  readonly served: ServedHead;
}

/** A relay that holds these chains and nothing else. */
function relayOf({ world, notary, receiptsCapability }: Storyteller, { chains, served }: Told): RelayClient {
  const refuse = (): never => {
    throw new GenError('Network', 'unreachable');
  };
  return {
    facts: async () => ({
      namespace: toHex(world.namespace),
      relay: notary.did,
      name: 'Told',
      policy: 'open',
      maxBlob: 1,
    }),
    head: async () => ({ etag: decodeMember(served.head).id, ...served }),
    async document(path) {
      const chain = chains.find(([first]) => first?.path.slice(1, -1).join('/') === path) ?? [];
      return { etag: '', members: [receiptsCapability, ...chain].map(({ bytes }) => Uint8Array.from(bytes)) };
    },
    post: refuse,
    hasBlob: refuse,
    putBlob: refuse,
    readBlob: refuse,
    leaveAnswer: refuse,
    collectAnswer: refuse,
  };
}

/** Some documents with a chain each, and the same with one of them going on otherwise from some place. */
async function stories(teller: Storyteller, draw: (below: number) => number, isFork: boolean) {
  const common: GenRecord[][] = [];
  for (let document = 0; document < 1 + draw(5); document += 1) {
    const contents = Array.from({ length: 1 + draw(6) }, (_, place) => `${document}/${place}`);
    common.push(await teller.chain(`module/io.acme.m${document}`, contents));
  }
  const at = draw(common.length);
  const told = common[at] as GenRecord[];
  const from = isFork ? draw(told.length) : told.length;
  const length = Math.max(1, (isFork ? told.length - from : 0) + draw(5) - (isFork ? 2 : 0));
  const contents = Array.from({ length }, (_, place) => `other/${place}`);
  const other = await teller.chain(`module/io.acme.m${at}`, contents, told.slice(0, from));
  const first: Told = { chains: common, served: await teller.head(0, common) };
  const chains = common.map((chain, index) => (index === at ? other : chain));
  // Its signer knows the first story, and hides in its heads that it tells another.
  const previous = decodeMember(first.served.head).id;
  const second: Told = { chains, served: await teller.head(1, chains, { previous }) };
  return [first, second] as const;
}

/** Two relays are asked once each. */
async function isNoticedBetween(teller: Storyteller, [one, other]: readonly [Told, Told]): Promise<boolean> {
  const signal = AbortSignal.timeout(60_000);
  const compared = await compareRelays(relayOf(teller, one), relayOf(teller, other), NOW, signal);
  return compared.differences.length > 0;
}

/** A device that opened all documents of the first story is shown the second. */
async function isNoticedByDevice(teller: Storyteller, [one, other]: readonly [Told, Told]): Promise<boolean> {
  const device = (told: Told) => ({
    namespace: teller.world.namespace,
    tables,
    relay: relayOf(teller, told),
    records: { membersOf: async () => [] },
    clock: () => NOW,
  });
  const tables = memoryTables();
  const held = receiptsAmong(one.chains.flat());
  const first = await checkHead(device(one), teller.notary.did, await storedStory(tables), held);
  if (first.alarm !== undefined) throw new Error('the first story contradicts itself');
  const both = receiptsAmong([...one.chains.flat(), ...other.chains.flat()]);
  const second = await checkHead(device(other), teller.notary.did, first, both);
  return second.alarm !== undefined;
}

function freeze(draw: (below: number) => number): Finding[] {
  let late = 0;
  for (let run = 0; run < 1000; run += 1) {
    const verified = parseMicros(START + draw(1_000_000_000));
    const at = (microseconds: number) => parseMicros(verified + microseconds);
    const stale = [DAY - 1, DAY].map((after) => isStale(verified, at(after)));
    const updates = [7 * DAY - 1, 7 * DAY].map((after) => mayUpdateUnattended(verified, at(after)));
    if (String([...stale, ...updates]) !== 'false,true,true,false') late += 1;
  }
  return [
    {
      what: 'silent relay: stale at 24 h and unattended updates paused at 7 days, to the microsecond',
      runs: 1000,
      broken: late,
    },
  ];
}

/** Real notary keys that sign two chains: who notices, and who is alarmed for nothing. */
export async function splitView(): Promise<Finding[]> {
  const { below: draw } = randomOf(SEED);
  const missed = { between: 0, device: 0 };
  const alarmed = { between: 0, device: 0 };
  for (let story = 0; story < STORIES; story += 1) {
    const teller = await storyteller(`split-${story}`);
    const forked = await stories(teller, draw, true);
    const honest = await stories(teller, draw, false);
    if (!(await isNoticedBetween(teller, forked))) missed.between += 1;
    if (!(await isNoticedByDevice(teller, forked))) missed.device += 1;
    if (await isNoticedBetween(teller, honest)) alarmed.between += 1;
    if (await isNoticedByDevice(teller, honest)) alarmed.device += 1;
  }
  return [
    { what: 'two relays with two stories: noticed in one exchange', runs: STORIES, broken: missed.between },
    {
      what: 'a relay that shows a device another story: noticed in one exchange',
      runs: STORIES,
      broken: missed.device,
    },
    { what: 'two relays of which one is ahead: no alarm', runs: STORIES, broken: alarmed.between },
    { what: 'a relay that goes on: no alarm on the device', runs: STORIES, broken: alarmed.device },
    ...freeze(draw),
  ];
}
