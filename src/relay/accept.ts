import { GenError } from '../core/errors.ts';
import type { Sha256 } from '../core/ids.ts';
import { isCardPath, type DocumentPath, type Epoch } from '../core/record/document.ts';
import type { CapabilityMember, Member } from '../core/record/member.ts';
import type { GenRecord, MemberId } from '../core/record/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { PostAnswer, PostedRecord } from '../ports/relay-client.ts';
import { admitPost, type AdmittedPost, type AdmittedRecord, type RefusedRecord } from './admit-post.ts';
import { batchQueue } from './batch-queue.ts';
import type { ClaimPolicy } from './config.ts';
import type { Delivery } from './delivery.ts';
import type { Journal } from './journal.ts';
import type { RelayKeys } from './keys.ts';
import { judge } from './policy.ts';
import { makeReceipts, receiptDocument, receiptsNaming } from './receipts.ts';
import { extended, openBatch, recordSets, type Batch } from './record-sets.ts';
import type { World } from './world.ts';

/** What `POST /records` does: admission beside others, then policy and the write in one queue. */
export interface Acceptor {
  /** Answers after the commit. @throws GenError Storage; then nothing of the POST was written. */
  post(members: readonly Uint8Array[]): Promise<PostAnswer>;
  idle(): Promise<void>;
}

export interface AcceptorParts {
  readonly keys: RelayKeys;
  readonly epoch: Epoch;
  readonly claims: ClaimPolicy;
  readonly maxReview: number;
  readonly journal: Journal;
  readonly delivery: Delivery;
  readonly clock: Clock;
  blobSize(sha256: Sha256): number | undefined;
  onRefusal(error: GenError, id: MemberId, record: GenRecord | undefined): void;
}

/** What a batch makes of one POST; receipts are added once the whole batch is judged. */
interface Verdicts {
  readonly results: Map<MemberId, PostedRecord>;
  readonly answered: Member[];
  /** By the document where the receipt stands. */
  readonly accepted: Map<DocumentPath, Set<MemberId>>;
}

/** Names first, cards last: a card lists a release that may come with the same POST. */
function turnOf({ record }: AdmittedRecord): number {
  if (record.path[0] === 'claims') return 0;
  return isCardPath(record.path) ? 2 : 1;
}

function append<Key, Value>(map: Map<Key, Set<Value>>, key: Key, values: readonly Value[]): void {
  const set = map.get(key) ?? new Set();
  for (const value of values) set.add(value);
  map.set(key, set);
}

export function acceptor(parts: AcceptorParts): Acceptor {
  const { keys, journal, delivery, clock, epoch } = parts;
  const { namespace, naming, notary } = keys;
  const sets = recordSets(journal);

  async function judgeRecord(
    { record, document }: AdmittedRecord,
    capability: CapabilityMember | undefined,
    batch: Batch,
    verdicts: Verdicts,
  ): Promise<readonly Sha256[]> {
    const chain = capability === undefined ? [] : [capability];
    const world: World = {
      namespace,
      naming,
      now: clock(),
      claims: parts.claims,
      maxReview: parts.maxReview,
      blobSize: (sha256) => parts.blobSize(sha256),
      set: (path) => (path === document ? extended(batch.set(path), chain) : batch.set(path)),
    };
    const { named, made, recalled } = await judge(record, world);
    batch.add(document, [...chain, record, ...made]);
    verdicts.answered.push(...made, ...recalled);
    const madeRecords = made.filter((member) => member.member === 'record').map(({ id }) => id);
    append(verdicts.accepted, receiptDocument(record, document), [record.id, ...madeRecords]);
    return named;
  }

  function refuse(
    verdicts: Verdicts,
    { id, record }: Pick<RefusedRecord, 'id' | 'record'>,
    error: GenError,
  ): void {
    parts.onRefusal(error, id, record);
    verdicts.results.set(id, { id, state: 'refused', error: error.toJSON() });
  }

  /** @returns the blobs that its accepted records name. */
  async function judgePost(post: AdmittedPost, batch: Batch, verdicts: Verdicts): Promise<readonly Sha256[]> {
    const named: Sha256[] = [];
    const admitted: AdmittedRecord[] = [];
    for (const item of post.records) {
      if ('error' in item) refuse(verdicts, item, item.error);
      else admitted.push(item);
    }
    for (const item of admitted.sort((a, b) => turnOf(a) - turnOf(b))) {
      const { id, record, document } = item;
      try {
        if (batch.has(document, id)) append(verdicts.accepted, receiptDocument(record, document), [id]);
        else {
          const credential =
            record.credential === undefined ? undefined : post.capabilities.get(record.credential);
          named.push(...(await judgeRecord(item, credential, batch, verdicts)));
        }
        verdicts.results.set(id, { id, state: 'receipted' });
      } catch (thrown) {
        if (!(thrown instanceof GenError)) throw thrown;
        refuse(verdicts, item, thrown);
      }
    }
    return named;
  }

  /** Those of the accepted that no receipt names yet, by document. */
  async function receipt(batch: Batch): Promise<void> {
    const fresh = new Map<DocumentPath, Set<MemberId>>();
    for (const [document, members] of batch.added) {
      for (const member of members) {
        if (member.member === 'record') append(fresh, receiptDocument(member, document), [member.id]);
      }
    }
    for (const [document, ids] of fresh) {
      const place = { namespace, now: clock() };
      batch.add(document, await makeReceipts(document, batch.set(document), [...ids], notary, place));
    }
  }

  function answer(post: AdmittedPost, batch: Batch, { results, answered, accepted }: Verdicts): PostAnswer {
    const members = new Map(answered.map((member) => [member.id, member.bytes]));
    for (const [document, ids] of accepted) {
      members.set(notary.capability.id, notary.capability.bytes);
      for (const { id, bytes } of receiptsNaming(batch.set(document), ids)) members.set(id, bytes);
    }
    const ordered = post.records.map(({ id }) => results.get(id)).filter((result) => result !== undefined);
    return { results: ordered, members: [...members.values()] };
  }

  function commit(batch: Batch, named: readonly Sha256[]): void {
    const entries = [...batch.added].flatMap(([document, members]) =>
      members.map(({ id, bytes }) => ({ document, id, bytes })),
    );
    if (entries.length === 0) return;
    journal.append(entries, named);
    for (const [document, members] of batch.added) {
      delivery.deliver(
        document,
        members.map(({ bytes }) => bytes),
      );
    }
  }

  const queue = batchQueue<AdmittedPost, PostAnswer>(async (posts) => {
    const batch = openBatch(sets, journal);
    const named: Sha256[] = [];
    const judged: Verdicts[] = [];
    for (const post of posts) {
      const verdicts: Verdicts = { results: new Map(), answered: [], accepted: new Map() };
      named.push(...(await judgePost(post, batch, verdicts)));
      judged.push(verdicts);
    }
    await receipt(batch);
    const answers = posts.map((post, index) => answer(post, batch, judged[index] as Verdicts));
    commit(batch, named);
    return answers;
  });

  return {
    post: async (members) => queue.push(await admitPost(members, { namespace, epoch }, sets)),
    idle: () => queue.idle(),
  };
}
