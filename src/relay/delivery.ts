import { toGenError, type GenError } from '../core/errors.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { DocumentWriter } from './document-writer.ts';
import type { Journal } from './journal.ts';

/** Brings what the journal holds into the Automerge documents, one document after the other each in order. */
export interface Delivery {
  deliver(document: DocumentPath, members: readonly Uint8Array[]): void;
  /** When all that was delivered is in, or waits for another try. */
  idle(): Promise<void>;
  close(): void;
}

const RETRY_MS = 5_000;

/** @param onFault told of each failed try; the document is brought up to the journal again later. */
export function documentDelivery(
  journal: Pick<Journal, 'members'>,
  writer: DocumentWriter,
  onFault: (fault: GenError, document: DocumentPath) => void,
): Delivery {
  const lines = new Map<DocumentPath, Promise<void>>();
  const retries = new Map<DocumentPath, NodeJS.Timeout>();
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

  return {
    deliver: (document, members) => enqueue(document, () => members),
    async idle() {
      await Promise.all(lines.values());
    },
    close() {
      closed = true;
      for (const timer of retries.values()) clearTimeout(timer);
    },
  };
}
