import { beforeAll, expect, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { didOf, parseModuleId, type Did, type ModuleId } from '../../src/core/ids.ts';
import { documentOf, FIRST_EPOCH, type DocumentPath } from '../../src/core/record/document.ts';
import type { Member } from '../../src/core/record/member.ts';
import { subjectKey, type Subject } from '../../src/core/record/moderation-path.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { reportsView } from '../../src/core/view/fold-reports.ts';
import { moderationBy, moderationLists, type ListName } from '../../src/core/view/moderation.ts';
import { compareRecords, recordSet } from '../../src/core/view/record-set.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { lists, moderates, reportsThat } from '../support/moderation.ts';
import { signerNamed, START } from '../support/namespace.ts';
import { partitionedReplicas } from '../support/partitioned-replicas.ts';
import { randomOf, type Random } from '../support/random.ts';
import { codec, now, standingWorld, type StandingWorld } from '../support/standing-world.ts';

const other = parseModuleId('io.example.other');
const IDS: readonly ModuleId[] = [codec, other];
const REPLICAS = 3;

/** One line of somebody's list, or a report, with what a naive reader needs of it. */
interface Said {
  readonly record: GenRecord;
  readonly members: readonly Member[];
  readonly document: DocumentPath;
  readonly list?: ListName;
  readonly subject: Subject;
  readonly stays: boolean;
}

let world: StandingWorld;
let people: readonly Signer[];

beforeAll(async () => {
  await automergeReady();
  world = await standingWorld();
  people = await Promise.all(['carol', 'dave', 'erin'].map((name) => signerNamed(name)));
});

/** Times are few, so that many words are said at the same time. */
async function draws(random: Random): Promise<Said> {
  const { namespace, admin, otherAdmin } = world;
  const at = START + random.below(4);
  const rater = random.chance(0.4) ? random.pick(people).did : undefined;
  const subject: Subject = { id: random.pick(IDS), rater };
  const by = random.pick(people);
  const stays = random.chance(0.6);
  const line = { hidden: stays, reason: String(random.below(3)), at };
  const kind = random.below(3);
  if (kind === 0) {
    const body = stays ? { reason: 'spam', text: line.reason } : { withdrawn: true };
    return said(await reportsThat(namespace, by, subject, body, at), [], { subject, stays });
  }
  if (kind === 1)
    return said(await lists(namespace, by, subject, line), [], { list: by.did, subject, stays });
  const acting = random.pick([admin, otherAdmin]);
  return said(await moderates(acting, subject, line), [acting.capability], {
    list: 'admins',
    subject,
    stays,
  });
}

function said(
  record: GenRecord,
  chain: readonly Member[],
  facts: Pick<Said, 'list' | 'subject' | 'stays'>,
): Said {
  return { record, members: [...chain, record], document: documentOf(record, FIRST_EPOCH), ...facts };
}

/** What is hidden and reported, told the simplest way: of each voice and subject the last word, and nothing else. */
function naive(all: readonly Said[], followed: readonly ListName[]): string[] {
  const last = new Map<string, Said>();
  for (const one of all.toSorted((a, b) => compareRecords(a.record, b.record))) {
    const voice = one.list ?? `report by ${didOf(one.record.subspace)}`;
    last.set(`${voice}: ${subjectKey(one.subject)}`, one);
  }
  return [...last]
    .filter(([, { stays, list }]) => stays && (list === undefined || followed.includes(list)))
    .map(([line]) => line)
    .sort();
}

/** The same of the folds that devices use. */
function folded(members: readonly Member[], followed: readonly ListName[]): string[] {
  const set = recordSet(members);
  const { module, reviews } = moderationBy(moderationLists(set, now), followed);
  const voice = ({ as, by }: { as: 'admin' | 'person'; by: Did }): string => (as === 'admin' ? 'admins' : by);
  return IDS.flatMap((id) => [
    ...module(id).map((one) => `${voice(one)}: ${id}`),
    ...Object.entries(reviews(id)).flatMap(([rater, ones]) =>
      ones.map((one) => `${voice(one)}: ${id} ${rater}`),
    ),
    ...reportsView(set, id, now).map(
      ({ reporter, reviewOf }) => `report by ${reporter}: ${subjectKey({ id, rater: reviewOf })}`,
    ),
  ]).sort();
}

test('replicas that exchange reports and lists at random through partitions end with the same ones', async () => {
  let hidden = 0;
  for (let seed = 1; seed <= 6; seed += 1) {
    const random = randomOf(seed);
    const all: Said[] = [];
    for (let count = 0; count < 60; count += 1) all.push(await draws(random));
    const paths = [...new Set(all.map(({ document }) => document))];
    const network = await partitionedReplicas(REPLICAS, world.namespace, paths);
    try {
      for (const one of all) {
        await network.writes(random.below(REPLICAS), one.document, one.members);
        for (let turn = 0; turn < 4; turn += 1) await network.stir(random);
      }
      await network.settle();
      const followed = random.shuffled<ListName>(['admins', ...people.map(({ did }) => did)]).slice(0, 3);
      const expected = naive(all, followed);
      for (let peer = 0; peer < REPLICAS; peer += 1)
        expect(folded(await network.members(peer), followed)).toEqual(expected);
      hidden += expected.filter((line) => !line.startsWith('report')).length;
    } finally {
      await network.close();
    }
  }
  expect(hidden).toBeGreaterThan(20);
});
