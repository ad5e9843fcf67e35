import { toGenError, type GenError } from '../core/errors.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { DocumentWriter } from './document-writer.ts';
import type { Journal } from './journal.ts';

/**
 * Brings what the journal holds into the Automerge documents, one document after the other each in order. Each time is a
 * change of its document, which every device keeps for good: what comes for one document soon after another becomes one.
 */
export interface Delivery {
  /** At once where the document was left alone for a moment. */
  deliver(document: DocumentPath, members: readonly Uint8Array[]): void;
  /** When all that was delivered is in, or waits for another try; waits for no moment. */
  idle(): Promise<void>;
  close(): void;
}

const RETRY_MS = 5_000;
/** Below what a person sees as late. */
const TOGETHER_MS = 100;
/** Of a publish with its claim; whoever sends more is in no hurry. */
const AT_ONCE = 2;

/** What a document got lately. */
interface Burst {
  /** Changes that were begun. */
  begun: number;
  readonly waiting: Uint8Array[];
  timer: NodeJS.Timeout;
}

/** @param onFault told of each failed try; the document is brought up to the journal again later. */
export function documentDelivery(
  journal: Pick<Journal, 'members'>,
  writer: DocumentWriter,
  onFault: (fault: GenError, document: DocumentPath) => void,
): Delivery {
  const lines = new Map<DocumentPath, Promise<void>>();
  const retries = new Map<DocumentPath, NodeJS.Timeout>();
  const bursts = new Map<DocumentPath, Burst>();
  let closed = false;

  function enqueue(document: DocumentPath, members: () => readonly Uint8Array[]): void {
    const turn = (lines.get(document) ?? Promise.resolve()).then(async () => {
      try {
        await writer.add(document, members());
      } catch (thrown) {
        onFault(toGenError(thrown, 'Storage'), document);
        retry(document);
      }
    });
    lines.set(document, turn);
    void turn.then(() => {
      if (lines.get(document) === turn) lines.delete(document);
    });
  }

  function retry(document: DocumentPath): void {
    if (closed || retries.has(document)) return;
    const timer = setTimeout(() => {
      retries.delete(document);
      enqueue(document, () => journal.members(document));
    }, RETRY_MS);
    retries.set(document, timer);
  }

  /** What waited goes, and opens the next moment; a moment without anything ends the burst. */
  function endMoment(document: DocumentPath): void {
    const burst = bursts.get(document);
    if (burst === undefined) return;
    const members = burst.waiting.splice(0);
    if (members.length === 0) bursts.delete(document);
    else {
      enqueue(document, () => members);
      burst.timer = setTimeout(() => endMoment(document), TOGETHER_MS);
    }
  }

  return {
    deliver(document, members) {
      const burst = bursts.get(document);
      if (burst !== undefined && burst.begun >= AT_ONCE) {
        burst.waiting.push(...members);
        return;
      }
      if (burst !== undefined) burst.begun += 1;
      else {
        const timer = setTimeout(() => endMoment(document), TOGETHER_MS);
        bursts.set(document, { begun: 1, waiting: [], timer });
      }
      enqueue(document, () => members);
    },
    async idle() {
      for (const [document, { timer }] of bursts) {
        clearTimeout(timer);
        endMoment(document);
      }
      await Promise.all(lines.values());
    },
    close() {
      closed = true;
      for (const timer of retries.values()) clearTimeout(timer);
      for (const { timer } of bursts.values()) clearTimeout(timer);
    },
  };
}
