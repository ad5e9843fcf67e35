import * as Automerge from '@automerge/automerge/slim';
import type { Capability } from '../core/access/capability.ts';
import { GenError } from '../core/errors.ts';
import { admit1 } from '../core/record/admission.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import { causalLog, type CausalLog } from './causal-log.ts';
import { splitChunks } from './chunks.ts';
import type { Candidate, HeldChanges } from './held-changes.ts';
import type { OpenDocument } from './open-document.ts';
import { requireNextNumber } from './operation-numbers.ts';
import { additionOf, changeHash, decodeChange, type Addition } from './operations.ts';
import { decodeSyncMessage } from './sync-message.ts';

/**
 * A carrier's own rule on top of admission, such as a relay's that takes records by post only.
 *
 * @param heads of the document once it holds the change.
 * @throws GenError
 */
export type Policy = (
  document: OpenDocument,
  addition: Addition,
  members: readonly Member[],
  heads: number,
) => void;

export interface Verdict {
  readonly added: readonly Member[];
  /** Every head that the sender named is known here. */
  readonly complete: boolean;
  /** The sync message to hand on: only what was admitted, and what had waited for it. */
  readonly forward: Uint8Array;
  /** A sync message that asks the sender for parents that are missing. */
  readonly ask: Uint8Array | undefined;
}

/**
 * The one place where anything enters a document from outside. Every change of a message is admitted, or the
 * message is refused whole: whoever gets an error closes the connection, as a message that is dropped would be
 * believed delivered.
 */
export interface Gate {
  /**
   * @param message an Automerge sync message.
   * @param held    changes of this connection that wait for their parents; what this message frees leaves it.
   * @throws GenError InvalidInput | PermissionDenied | SignatureInvalid | QuotaExceeded `held-changes` | `sync-hashes`.
   */
  judge(document: OpenDocument, message: Uint8Array, held: HeldChanges): Promise<Verdict>;
}

function ownCapabilities({ members }: Addition): Map<MemberId, Capability> {
  const own = new Map<MemberId, Capability>();
  for (const bytes of members) {
    const member = decodeMember(bytes);
    if (member.member === 'capability') own.set(member.id, member.capability);
  }
  return own;
}

/** Changes that are new here, with those that waited first; each once. */
async function candidatesOf(
  changes: readonly Uint8Array[],
  log: CausalLog,
  waiting: readonly Candidate[],
): Promise<Candidate[]> {
  // What waits here may have come by another connection meanwhile.
  const left = waiting.filter(({ addition }) => !log.knows(addition.hash));
  const candidates = new Map(left.map((candidate) => [candidate.addition.hash, candidate]));
  const chunks = await Promise.all(changes.map(splitChunks));
  for (const chunk of chunks.flat()) {
    const decoded = decodeChange(chunk);
    const hash = changeHash(decoded);
    if (log.knows(hash) || candidates.has(hash)) continue;
    candidates.set(hash, { addition: additionOf(decoded), chunk });
  }
  return [...candidates.values()];
}

/** Parents that are neither known nor waiting themselves. */
function missingParents(waiting: readonly Candidate[], log: CausalLog): string[] {
  const hashes = new Set(waiting.map(({ addition }) => addition.hash));
  const parents = waiting.flatMap(({ addition }) => addition.deps);
  return [...new Set(parents.filter((hash) => !hashes.has(hash) && !log.knows(hash)))];
}

function askFor({ handle }: OpenDocument, need: string[]): Uint8Array | undefined {
  if (need.length === 0) return undefined;
  return Automerge.encodeSyncMessage({
    heads: Automerge.getHeads(handle.doc()),
    need,
    have: [],
    changes: [],
  });
}

export function createGate(policy: Policy = () => undefined): Gate {
  const logs = new WeakMap<OpenDocument, CausalLog>();

  function logOf(document: OpenDocument): CausalLog {
    const log = logs.get(document) ?? causalLog(document);
    logs.set(document, log);
    return log;
  }

  async function admit(document: OpenDocument, log: CausalLog, addition: Addition): Promise<Member[]> {
    // Another change by that actor with this number would make the document impossible.
    if (addition.seq !== log.lastOf(addition.actor) + 1)
      throw new GenError('PermissionDenied', 'actor-sequence');
    requireNextNumber(addition, (hash) => log.maxOpOf(hash));
    const past = log.pastOf(addition, ownCapabilities(addition));
    const members = await Promise.all(addition.members.map((bytes) => admit1(document.address, bytes, past)));
    policy(document, addition, members, log.headsWith(addition.deps));
    log.admit(addition, members);
    return members;
  }

  async function judgeAll(
    document: OpenDocument,
    message: Uint8Array,
    held: HeldChanges,
    admitted: Candidate[],
  ): Promise<Verdict> {
    const log = logOf(document);
    const decoded = decodeSyncMessage(message);
    const before = held.of(document);
    let waiting = await candidatesOf(decoded.changes, log, before);
    const added: Member[] = [];
    for (let progress = true; progress && waiting.length > 0;) {
      const orphans: Candidate[] = [];
      for (const candidate of waiting) {
        if (!candidate.addition.deps.every((dep) => log.knows(dep))) {
          orphans.push(candidate);
          continue;
        }
        added.push(...(await admit(document, log, candidate.addition)));
        admitted.push(candidate);
      }
      progress = orphans.length < waiting.length;
      waiting = orphans;
    }
    held.keep(document, waiting);
    const isWhole = before.length === 0 && waiting.length === 0;
    return {
      added,
      complete: decoded.heads.every((head) => log.knows(head)),
      forward: isWhole
        ? message
        : Automerge.encodeSyncMessage({ ...decoded, changes: admitted.map(({ chunk }) => chunk) }),
      ask: askFor(document, missingParents(waiting, log)),
    };
  }

  return {
    async judge(document, message, held) {
      const admitted: Candidate[] = [];
      try {
        return await judgeAll(document, message, held, admitted);
      } catch (thrown) {
        // What was admitted before the refusal never reaches the document.
        for (const { addition } of admitted.reverse()) logOf(document).forget(addition);
        throw thrown;
      }
    },
  };
}
