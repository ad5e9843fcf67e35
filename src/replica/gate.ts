import * as Automerge from '@automerge/automerge/slim';
import type { Capability } from '../core/access/capability.ts';
import { GenError } from '../core/errors.ts';
import { admit1 } from '../core/record/admission.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import { causalLog, type CausalLog } from './causal-log.ts';
import { splitChunks } from './chunks.ts';
import type { OpenDocument } from './open-document.ts';
import { additionOf, changeHash, decodeChange, type Addition } from './operations.ts';

/** A carrier's own rule on top of admission, such as a relay's for cards. @throws GenError to refuse. */
export type Policy = (document: OpenDocument, member: Member) => Promise<void> | void;

export interface Verdict {
  readonly added: readonly Member[];
  /** Every head that the sender named is known here. */
  readonly complete: boolean;
}

/**
 * The one place where anything enters a document from outside. All changes of a message are admitted or none:
 * whoever gets an error closes the connection, as a message that is dropped would be believed delivered.
 */
export interface Gate {
  /**
   * @param message an Automerge sync message.
   * @returns what the message adds, and whether the sender has nothing more than this device now knows.
   * @throws GenError InvalidInput | PermissionDenied | SignatureInvalid | InvalidState `missing-dependencies`.
   */
  judge(document: OpenDocument, message: Uint8Array): Promise<Verdict>;
}

function decodeMessage(message: Uint8Array): { changes: Uint8Array[]; heads: string[] } {
  try {
    return Automerge.decodeSyncMessage(message);
  } catch (cause) {
    throw new GenError('InvalidInput', 'sync-message', {}, cause);
  }
}

function ownCapabilities({ members }: Addition): Map<MemberId, Capability> {
  const own = new Map<MemberId, Capability>();
  for (const bytes of members) {
    const member = decodeMember(bytes);
    if (member.member === 'capability') own.set(member.id, member.capability);
  }
  return own;
}

export function createGate(policy: Policy = () => undefined): Gate {
  const logs = new WeakMap<OpenDocument, CausalLog>();

  function logOf(document: OpenDocument): CausalLog {
    const log = logs.get(document) ?? causalLog(document);
    logs.set(document, log);
    return log;
  }

  async function admitChange(document: OpenDocument, log: CausalLog, addition: Addition): Promise<Member[]> {
    const missing = addition.deps.find((dep) => !log.knows(dep));
    if (missing !== undefined)
      throw new GenError('InvalidState', 'missing-dependencies', { change: addition.hash });
    const past = log.pastOf(addition, ownCapabilities(addition));
    const members = await Promise.all(addition.members.map((bytes) => admit1(document.address, bytes, past)));
    for (const member of members) await policy(document, member);
    return members;
  }

  return {
    async judge(document, message) {
      const log = logOf(document);
      const added: Member[] = [];
      const { changes, heads } = decodeMessage(message);
      for (const entry of changes) {
        for (const chunk of splitChunks(entry)) {
          const decoded = decodeChange(chunk);
          if (log.knows(changeHash(decoded))) continue;
          const addition = additionOf(decoded);
          const members = await admitChange(document, log, addition);
          log.admit(addition, members);
          added.push(...members);
        }
      }
      return { added, complete: heads.every((head) => log.knows(head)) };
    },
  };
}
