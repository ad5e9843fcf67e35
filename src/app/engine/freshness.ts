import { toGenError, type GenError } from '../../core/errors.ts';
import type { Member } from '../../core/record/member.ts';
import { isReadRefusal } from '../../core/record/read-message.ts';
import type { MemberId } from '../../core/record/record.ts';
import { receiptsAmong, type HeldReceipt } from '../../core/view/stories.ts';
import type { Connection } from '../../ports/connection.ts';
import { checkHead } from '../check-head.ts';
import type { Device } from '../device.ts';
import { storedPin } from '../pin-relay.ts';
import { readableParts } from '../readable-parts.ts';
import { alarmAboutReceipts, keepStory, storedStory, type Story } from '../story.ts';

/** Whether the relay still tells the story that this device knows, and when it last said so. */
export interface Freshness {
  /** Asks for the newest head; failures show as a growing age, refusals as the connection's problem. */
  check(): Promise<void>;
  /** Members that stand in an open document: their receipts must fit the newest head, and each other. */
  met(members: readonly Member[]): Promise<void>;
  /** Somebody has looked: the next head is taken as the first one was. */
  dismiss(): Promise<void>;
}

export interface FreshnessOptions {
  readonly tables: Device['tables'];
  readonly clock: Device['clock'];
  /** Waits for the engine to have started. */
  readonly device: () => Promise<Device>;
  readonly isOnline: () => boolean;
  readonly show: (facts: Partial<Connection>) => void;
  readonly report: (fault: unknown) => void;
}

/** A relay signs anew every hour; between changes the question costs an empty answer. */
const EVERY_MS = 15 * 60_000;
/** Each chain is a hundred bytes of every head: of so many it is asked for hourly, as often as a relay signs anew by itself. */
const MANY_CHAINS = 20_000;
const MANY_EVERY: number = 60 * 60_000_000;
/** Nothing was said: that is what age is for. */
const SILENCE = new Set<GenError['code']>(['Network', 'Timeout', 'NotFound', 'QuotaExceeded', 'Cancelled']);

export function createFreshness(options: FreshnessOptions): Freshness {
  const { tables, clock, device, isOnline, show, report } = options;
  const held = new Map<string, Map<MemberId, HeldReceipt>>();
  let story: Story | undefined;
  let refused = false;
  let partly = false;
  let line: Promise<void> = Promise.resolve();

  function put(next: Story): void {
    if (next === story) return;
    story = next;
    const { seen, alarm, awaitedSince } = next;
    show({ verifiedAt: seen?.time, alarm, awaitedSince });
  }

  /** One after the other: each reads and writes what is remembered. */
  function inTurn(act: (current: Story) => Promise<Story>): Promise<void> {
    line = line.then(async () => {
      try {
        const before = story ?? (await storedStory(tables));
        put(await act(before));
      } catch (thrown) {
        report(toGenError(thrown));
      }
    });
    return line;
  }

  function noProblem(): void {
    if (refused) show({ problem: undefined });
    refused = false;
  }

  /** A head is over all of the namespace: who may read a part is shown none, and is no stranger for that. */
  function showParts(parts: readonly string[]): boolean {
    const isPart = parts.length > 0;
    if (isPart || partly) show({ parts: isPart ? parts : undefined });
    partly = isPart;
    return isPart;
  }

  /** Not while there is anything to be put right. */
  function isAskedOften({ seen, alarm }: Story): boolean {
    if (seen === undefined || alarm !== undefined || refused || seen.chains.length < MANY_CHAINS)
      return false;
    return Math.abs(clock() - seen.verifiedAt) < MANY_EVERY;
  }

  async function ask(before: Story): Promise<Story> {
    if (isAskedOften(before)) return before;
    const current = await device();
    const pin = await storedPin(tables);
    if (pin === undefined) return before;
    const awaitedSince = before.awaitedSince ?? clock();
    const waiting = before.seen === undefined ? await keepStory(tables, before, { awaitedSince }) : before;
    try {
      const receipts = [...held.values()].flatMap((document) => [...document.values()]);
      const after = await checkHead(current, pin.relay, waiting, receipts);
      showParts([]);
      noProblem();
      return after;
    } catch (thrown) {
      const error = toGenError(thrown);
      if (SILENCE.has(error.code)) return waiting;
      if (isReadRefusal(error) && showParts(await readableParts(current).catch(() => []))) {
        noProblem();
        return waiting;
      }
      refused = true;
      show({ problem: error.toJSON() });
      report(error);
      return waiting;
    }
  }

  async function hold(before: Story, documents: ReadonlySet<string>): Promise<Story> {
    const receipts = [...documents].flatMap((document) => [...(held.get(document)?.values() ?? [])]);
    const alarm = alarmAboutReceipts(before, receipts, clock());
    return alarm === undefined || before.alarm !== undefined ? before : keepStory(tables, before, { alarm });
  }

  setInterval(() => isOnline() && void inTurn(ask), EVERY_MS);
  void inTurn(async (stored) => stored);

  return {
    check: () => inTurn(ask),
    async met(members) {
      const receipts = receiptsAmong(members);
      if (receipts.length === 0) return;
      for (const receipt of receipts) {
        const document = held.get(receipt.document) ?? new Map();
        held.set(receipt.document, document.set(receipt.receipt, receipt));
      }
      const documents = new Set<string>(receipts.map(({ document }) => document));
      await inTurn((before) => hold(before, documents));
    },
    dismiss: () =>
      inTurn((before) =>
        keepStory(tables, before, { seen: undefined, alarm: undefined, dismissedAt: clock() }),
      ),
  };
}
