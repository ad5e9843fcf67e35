import type { DocumentPath } from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';

/** Admitted members of a document, from wherever this process has them. */
export interface RecordSource {
  /**
   * What is known now: from memory, storage or a relay. A document nobody knows is empty.
   *
   * @throws GenError Network when nothing is known of the document and no relay answers.
   */
  membersOf(path: DocumentPath, signal?: AbortSignal): Promise<readonly Member[]>;
}
