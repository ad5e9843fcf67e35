import { GenError, toGenError, type ErrorCode } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import type { DocumentPath } from '../../core/record/document.ts';
import { requireCardSignature } from '../../core/record/admission.ts';
import { decodeRecord, memberIdOf, type MemberId } from '../../core/record/record.ts';
import type { UncheckedCard } from '../card-checks.ts';
import { nextTurn } from '../in-slices.ts';
import type { CardIntake } from './card-intake.ts';

/** Checks what came with a snapshot, behind everything else: cards that are on a screen first. */
export interface SignatureChecks {
  /** There may be something to check. */
  wake(): void;
  /** Resolves when there is nothing left that can be checked now. */
  all(): Promise<void>;
  /**
   * At once: what these modules show was checked then, unless this device failed at it.
   *
   * @returns whether there was anything to check.
   */
  of(ids: readonly ModuleId[]): Promise<boolean>;
}

export interface SignatureChecksOptions {
  readonly cards: Pick<CardIntake, 'unchecked' | 'uncheckedOf' | 'markChecked' | 'refuse'>;
  /** Somebody is waiting for this thread. */
  readonly isBusy: () => boolean;
  /** A card of that shard was refused. */
  readonly onForged?: (path: DocumentPath) => void;
  /** Ends it between two batches. */
  readonly signal: AbortSignal;
  readonly report: (fault: unknown) => void;
}

/** Some 20 ms of verification, nearly all of it beside this thread. */
const BATCH = 256;
/** Cards decoded without a turn between: less than a millisecond. */
const SLICE = 32;
/** Milliseconds between two batches, and while somebody is waiting; who keeps it busy all the time does not stop it. */
const PAUSE = 10;
const BUSY_PAUSE = 100;
const LONGEST_BUSY = 1000;
/** Milliseconds before cards are tried again that this device failed to check. */
const FIRST_RETRY = 5000;
const LONGEST_RETRY = 600_000;

/** What is said of the card itself. Any other failure is this device's, of this moment. */
const VERDICTS: ReadonlySet<ErrorCode> = new Set(['SignatureInvalid', 'InvalidInput', 'PermissionDenied']);

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

export function createSignatureChecks(options: SignatureChecksOptions): SignatureChecks {
  const { cards, isBusy, onForged = () => undefined, signal, report } = options;
  /** Tried without a verdict. */
  const failed = new Set<MemberId>();
  let retry = FIRST_RETRY;
  let retrying: ReturnType<typeof setTimeout> | undefined;
  let working: Promise<void> | undefined;
  let isWanted = false;

  /** @returns whether it holds. */
  async function check({ path, id, bytes }: UncheckedCard): Promise<boolean> {
    try {
      // Bytes that rotted here say nothing about their author.
      if (memberIdOf(bytes) !== id) throw new GenError('Storage', 'shard-row');
      await requireCardSignature(decodeRecord(bytes));
      return true;
    } catch (thrown) {
      const { code, reason } = toGenError(thrown);
      if (VERDICTS.has(code)) {
        cards.refuse(id);
        onForged(path);
      } else failed.add(id);
      report(new GenError(code, reason, { document: path, record: id }, thrown));
      return false;
    }
  }

  async function checkAll(due: readonly UncheckedCard[]): Promise<void> {
    const holds: MemberId[] = [];
    for (let start = 0; start < due.length; start += SLICE) {
      const some = due.slice(start, start + SLICE);
      const verdicts = await Promise.all(some.map(check));
      holds.push(...some.filter((_, index) => verdicts[index]).map(({ id }) => id));
      await nextTurn();
    }
    if (holds.length > 0) retry = FIRST_RETRY;
    cards.markChecked(holds);
  }

  const untried = (due: readonly UncheckedCard[]): readonly UncheckedCard[] =>
    due.filter(({ id }) => !failed.has(id));

  async function work(): Promise<void> {
    while (!signal.aborted) {
      for (let waited = 0; isBusy() && waited < LONGEST_BUSY; waited += BUSY_PAUSE) await pause(BUSY_PAUSE);
      isWanted = false;
      const due = untried(cards.unchecked(BATCH + failed.size));
      if (due.length === 0) return;
      await checkAll(due.slice(0, BATCH));
      await pause(PAUSE);
    }
  }

  function tryAgain(): void {
    if (failed.size === 0 || retrying !== undefined || signal.aborted) return;
    retrying = setTimeout(() => {
      retrying = undefined;
      failed.clear();
      wake();
    }, retry);
    retry = Math.min(LONGEST_RETRY, 2 * retry);
  }

  function wake(): void {
    isWanted = true;
    working ??= work()
      .catch(report)
      .then(() => {
        working = undefined;
        if (isWanted && !signal.aborted) return all();
        tryAgain();
        return undefined;
      });
  }

  async function all(): Promise<void> {
    wake();
    await working;
  }

  return {
    wake,
    all,
    async of(ids) {
      // A card that is refused gives way to another.
      for (let found = false; ; found = true) {
        const due = untried(cards.uncheckedOf(ids));
        if (due.length === 0 || signal.aborted) return found;
        await checkAll(due);
      }
    },
  };
}
