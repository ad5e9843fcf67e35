import { setImmediate } from 'node:timers/promises';
import type { Sha256 } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import { decodeMember } from '../core/record/member.ts';
import { blobsNamedBy } from './blobs-named.ts';
import type { Journal } from './journal.ts';

/** Which documents name a blob: read off the journal when it is first asked, then only what is new in it. */
export interface BlobDocuments {
  /** @throws GenError Storage */
  of(sha256: Sha256): Promise<readonly DocumentPath[]>;
}

/** Entries between two turns of the event loop. */
const SLICE = 500;

export function blobDocuments(journal: Pick<Journal, 'entriesSince'>): BlobDocuments {
  const naming = new Map<Sha256, Set<DocumentPath>>();
  let position = 0;
  let turn: Promise<void> = Promise.resolve();

  async function catchUp(): Promise<void> {
    for (;;) {
      const { entries, position: end } = journal.entriesSince(position, SLICE);
      for (const { document, bytes } of entries) {
        for (const sha256 of blobsNamedBy([decodeMember(bytes)]))
          naming.set(sha256, (naming.get(sha256) ?? new Set()).add(document));
      }
      position = end;
      if (entries.length < SLICE) return;
      await setImmediate();
    }
  }

  return {
    async of(sha256) {
      // One after the other: each goes on where the one before has ended, also where that one failed.
      turn = turn.catch(() => undefined).then(catchUp);
      await turn;
      return [...(naming.get(sha256) ?? [])];
    },
  };
}
