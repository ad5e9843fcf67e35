import { toGenError, type GenError } from '../../core/errors.ts';
import type { Did } from '../../core/ids.ts';
import { AUTHORITY, type DocumentPath } from '../../core/record/document.ts';
import type { Member } from '../../core/record/member.ts';
import { isReadRefusal } from '../../core/record/read-message.ts';
import { recordSet } from '../../core/view/record-set.ts';
import type { AskAggregates } from '../../ports/aggregates.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import { refreshAggregates, storedAggregates, type KnownAggregates } from '../known-aggregates.ts';
import { storedPin } from '../pin-relay.ts';
import { trustedPeople } from '../trusted-people.ts';

/** What the relay counted, on this device, and whose ratings count for this person. */
export interface Aggregates {
  /** Brings back what was stored; then the relay is asked when it is there, and again from time to time. */
  open(): Promise<void>;
  check(): Promise<void>;
  /** As of now. */
  trusted(): Promise<ReadonlySet<Did>>;
  /** As of the last time that somebody asked: for lists. */
  isTrusted(did: Did): boolean;
}

export interface AggregatesOptions {
  readonly device: Pick<Device, 'tables' | 'clock' | 'identity' | 'announce'>;
  readonly catalogue: Pick<Catalogue, 'setAggregates'>;
  /** Absent: no relay is asked. */
  readonly ask: AskAggregates | undefined;
  /** What is known of a document; waits for the engine to have started. */
  readonly members: (path: DocumentPath) => Promise<readonly Member[]>;
  readonly isOnline: () => boolean;
  readonly report: (fault: unknown) => void;
}

/** While nothing changes the question costs an empty answer. */
const EVERY_MS = 10 * 60_000;
/** Says nothing, is too old to count, or may not be read by this person: then there are no counts, and nothing is wrong. */
const SILENCE = new Set<GenError['code']>(['Network', 'Timeout', 'NotFound', 'QuotaExceeded', 'Cancelled']);

export function createAggregates(options: AggregatesOptions): Aggregates {
  const { device, catalogue, ask, members: membersOf, isOnline, report } = options;
  let invited: ReadonlySet<Did> = new Set();
  let people: ReadonlySet<Did> = new Set();
  let line: Promise<void> = Promise.resolve();

  async function show(known: KnownAggregates | undefined): Promise<void> {
    if (known === undefined) return;
    invited = known.invited;
    await catalogue.setAggregates(known.rows);
    device.announce(['catalogue', 'aggregates']);
  }

  async function trusted(): Promise<ReadonlySet<Did>> {
    const [members, { did }] = await Promise.all([membersOf(AUTHORITY), device.identity.facts()]);
    const authority = recordSet(members);
    people = await trustedPeople(device, { authority, invited, own: did });
    return people;
  }

  async function refresh(): Promise<void> {
    const pin = await storedPin(device.tables);
    if (ask === undefined || pin === undefined) return;
    try {
      await show(await refreshAggregates(device, pin, ask));
    } catch (thrown) {
      const error = toGenError(thrown);
      if (!SILENCE.has(error.code) && !isReadRefusal(error)) report(error);
    }
  }

  /** One after the other: each reads and writes what is stored. */
  function inTurn(act: () => Promise<void>): Promise<void> {
    line = line.then(act).catch(report);
    return line;
  }

  setInterval(() => isOnline() && void inTurn(refresh), EVERY_MS);

  return {
    open: () => inTurn(async () => show(await storedAggregates(device))),
    check: () => inTurn(refresh),
    trusted,
    isTrusted: (did) => people.has(did),
  };
}
