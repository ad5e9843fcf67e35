import { GenError } from '../core/errors.ts';
import type { Micros, Sha256 } from '../core/ids.ts';
import { AUTHORITY, type DocumentPath, type Epoch } from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import type { GenRecord, MemberId } from '../core/record/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { PostAnswer, PostedRecord } from '../ports/relay-client.ts';
import { admitPost, type AdmittedPost, type AdmittedRecord, type RefusedRecord } from './admit-post.ts';
import { batchQueue } from './batch-queue.ts';
import { blobsNamedBy } from './blobs-named.ts';
import { charging } from './charging.ts';
import { cutDevices, cutOffBy, type CutDevices } from './cut-devices.ts';
import type { ClaimPolicy } from './config.ts';
import type { Delivery } from './delivery.ts';
import type { Examinations } from './examinations.ts';
import type { Journal } from './journal.ts';
import type { RelayKeys } from './keys.ts';
import { requireGranting, requireReceipting } from './own-standing.ts';
import { judge } from './policy.ts';
import { isRelease, publishOf, turnOf, type Publish } from './post-order.ts';
import { receiptBook, type ReceiptBook } from './receipt-book.ts';
import { receiptDocument } from './receipts.ts';
import type { ChargeRecord } from './record-quota.ts';
import { extended, openBatch, type Batch, type RecordSets } from './record-sets.ts';
import { refusalOf } from './refusal.ts';
import { releaseFindings, type ReleaseFindings } from './release-findings.ts';
import type { World } from './world.ts';

/** What `POST /records` does: admission and a look at the binaries beside others, then policy and the write in one queue. */
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
  /** Names that may be granted in all. */
  readonly maxModules: number;
  readonly journal: Journal;
  readonly sets: RecordSets;
  readonly delivery: Delivery;
  readonly clock: Clock;
  /** What may be added on an account; only what was admitted is charged. */
  readonly charge: ChargeRecord;
  blobSize(sha256: Sha256): number | undefined;
  readonly examinations: Pick<Examinations, 'of'>;
  onRefusal(error: GenError, id: MemberId, record: GenRecord | undefined): void;
  /** The authority's document has grown. */
  onAuthority?(): void;
}

/** A POST with all that was found out before its turn. */
interface ExaminedPost extends AdmittedPost {
  readonly findings: ReleaseFindings;
}

/** What a batch makes of one POST; receipts are added once the whole batch is judged. */
interface Verdicts {
  readonly results: Map<MemberId, PostedRecord>;
  readonly answered: Member[];
  /** The documents where the receipts of what was taken stand. */
  readonly accepted: Map<MemberId, DocumentPath>;
  /** What a refused release takes with it, and why it was refused. */
  readonly spoilt: Map<Publish, GenError>;
}

/** A transaction under way. */
interface Turn {
  readonly batch: Batch;
  /** One time for all that is judged in it, so that they share what was found out. */
  readonly now: Micros;
  readonly receipts: ReceiptBook;
  /** Devices that were cut off by what was taken in it. */
  readonly cut: CutDevices;
  /** Blobs that its records name: kept from now on. */
  readonly named: Sha256[];
  /** Names that are granted, with those of this turn. */
  granted: number;
}

export function acceptor(parts: AcceptorParts): Acceptor {
  const { keys, journal, sets, delivery, clock, epoch } = parts;
  const { namespace, naming, notary } = keys;
  const charges = charging(parts.charge);
  const cutBefore = cutDevices(journal);
  let granted = journal.moduleCount();

  async function judgeRecord(
    { record, document }: AdmittedRecord,
    { capabilities: posted, findings }: ExaminedPost,
    turn: Turn,
    verdicts: Verdicts,
  ): Promise<void> {
    const { batch, now, receipts, cut, named } = turn;
    const { credential } = record;
    const capability = credential === undefined ? undefined : posted.get(credential);
    const chain = capability === undefined ? [] : [capability];
    const held = batch.set(document);
    const isKnown = chain.every(({ id }) => held.capabilities.has(id));
    const here = isKnown ? held : extended(held, chain);
    const world: World = {
      namespace,
      naming,
      now,
      claims: parts.claims,
      maxReview: parts.maxReview,
      names: { granted: turn.granted, limit: parts.maxModules },
      posted: (id) => posted.get(id)?.capability,
      cutOff: (by, did) => cutBefore.of(by, did) ?? cut.of(by, did),
      blobSize: (sha256) => parts.blobSize(sha256),
      requireExamined(release) {
        const fault = findings.get(release);
        if (fault !== undefined) throw fault;
        // Never so: nothing is taken that was not looked at.
        if (!findings.has(release)) throw new GenError('InvalidState', 'blob-missing');
      },
      set: (path) => (path === document ? here : batch.set(path)),
    };
    requireReceipting(document, notary, world);
    const { made, recalled } = await judge(record, world);
    requireGranting(made, world);
    // A module's document begins with the grant of its name.
    if (record.path[0] === 'claims' && made.length > 0 && held.records.length === 0) turn.granted += 1;
    const said = cutOffBy(record);
    if (said !== undefined) cut.add(said);
    named.push(...blobsNamedBy([record]));
    batch.add(document, [...chain, record, ...made]);
    verdicts.answered.push(...made, ...recalled);
    const madeRecords = made.filter((member) => member.member === 'record').map(({ id }) => id);
    receipts.want(receiptDocument(record, document), madeRecords);
  }

  function refuse(
    verdicts: Verdicts,
    { id, record }: Pick<RefusedRecord, 'id' | 'record'>,
    error: GenError,
  ): void {
    parts.onRefusal(error, id, record);
    verdicts.results.set(id, { id, state: 'refused', error: error.toJSON() });
    const publish = record !== undefined && isRelease(record) ? publishOf(record) : undefined;
    if (publish !== undefined) verdicts.spoilt.set(publish, error);
  }

  /** A second release is judged by itself; the rest of a publish describes the one that was refused. */
  function requireItsRelease({ record }: AdmittedRecord, { spoilt }: Verdicts): void {
    const publish = isRelease(record) ? undefined : publishOf(record);
    const cause = publish === undefined ? undefined : spoilt.get(publish);
    if (cause === undefined) return;
    // A quota passes, and then the whole publish may come again.
    throw cause.code === 'QuotaExceeded' ? cause : new GenError('InvalidState', 'release-refused');
  }

  /**
   * What has its receipt is not judged again, but a claim is, as its answer carries the grant; above its quota it is
   * answered as any other, without a look at its name.
   */
  async function take(
    item: AdmittedRecord,
    post: ExaminedPost,
    turn: Turn,
    verdicts: Verdicts,
  ): Promise<void> {
    const { id, record, document } = item;
    const place = receiptDocument(record, document);
    const isReceipted = turn.batch.has(document, id) && turn.receipts.covers(place, id);
    if (!isReceipted) {
      requireItsRelease(item, verdicts);
      charges.forNew(item, { post, batch: turn.batch });
    }
    const isClaim = record.path[0] === 'claims';
    if (!isReceipted || (isClaim && charges.forKnown(item, { post, batch: turn.batch }))) {
      await judgeRecord(item, post, turn, verdicts);
    }
    if (!isReceipted) turn.receipts.want(place, [id]);
    verdicts.accepted.set(id, place);
    verdicts.results.set(id, { id, state: 'receipted' });
  }

  async function judgePost(post: ExaminedPost, turn: Turn): Promise<Verdicts> {
    const verdicts: Verdicts = { results: new Map(), answered: [], accepted: new Map(), spoilt: new Map() };
    const admitted: AdmittedRecord[] = [];
    for (const item of post.records) {
      if ('error' in item) refuse(verdicts, item, item.error);
      else admitted.push(item);
    }
    for (const item of admitted.sort((a, b) => turnOf(a.record) - turnOf(b.record))) {
      try {
        await take(item, post, turn, verdicts);
      } catch (thrown) {
        refuse(verdicts, item, refusalOf(thrown));
      }
    }
    return verdicts;
  }

  function answer(post: AdmittedPost, { receipts }: Turn, verdicts: Verdicts): PostAnswer {
    const { results, answered, accepted } = verdicts;
    const members = new Map(answered.map((member) => [member.id, member.bytes]));
    if (accepted.size > 0) members.set(notary.capability.id, notary.capability.bytes);
    for (const [record, document] of accepted) {
      for (const { id, bytes } of receipts.of(document, record)) members.set(id, bytes);
    }
    const ordered = post.order.map((id) => results.get(id)).filter((result) => result !== undefined);
    return { results: ordered, members: [...members.values()] };
  }

  function commit(batch: Batch, named: readonly Sha256[]): void {
    const entries = [...batch.added].flatMap(([document, members]) =>
      members.map(({ id, bytes }) => ({ document, id, bytes })),
    );
    if (entries.length === 0) return;
    journal.append(entries, named);
    if (batch.added.has(AUTHORITY)) parts.onAuthority?.();
    for (const [document, members] of batch.added) {
      delivery.deliver(
        document,
        members.map(({ bytes }) => bytes),
      );
    }
  }

  const queue = batchQueue<ExaminedPost, PostAnswer>(async (posts) => {
    const batch = openBatch(sets, journal);
    cutBefore.refresh();
    const receipts = receiptBook(batch, notary, namespace);
    const turn: Turn = { batch, now: clock(), receipts, cut: cutDevices(), named: [], granted };
    const judged: Verdicts[] = [];
    for (const post of posts) judged.push(await judgePost(post, turn));
    await turn.receipts.write(clock());
    const answers = posts.map((post, index) => answer(post, turn, judged[index] as Verdicts));
    commit(batch, turn.named);
    granted = turn.granted;
    return answers;
  });

  return {
    async post(members) {
      const post = await admitPost(members, { namespace, epoch }, sets);
      const { examinations } = parts;
      const findings = await releaseFindings(post, { journal, sets, examinations, now: clock() });
      return queue.push({ ...post, findings });
    },
    idle: () => queue.idle(),
  };
}
