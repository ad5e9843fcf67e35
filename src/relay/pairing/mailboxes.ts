import { equalBytes } from '../../core/bytes.ts';
import { GenError } from '../../core/errors.ts';

export interface MailboxLimits {
  /** Milliseconds that an answer waits. */
  readonly kept: number;
  readonly mailboxes: number;
  /** Bytes in all of them. */
  readonly bytes: number;
}

export const MAILBOX_LIMITS: MailboxLimits = {
  kept: 15 * 60_000,
  mailboxes: 256,
  bytes: 8 * 1024 * 1024,
};

/** Sealed answers that wait for a device which is being paired; in memory alone, a restart forgets them. */
export interface Mailboxes {
  /**
   * @param from whom it counts for.
   * @returns whether it is new: the same bytes again are the same answer, and live no longer for it.
   * @throws GenError AlreadyExists `pairing`
   */
  leave(mailbox: string, sealed: Uint8Array, from: string): boolean;
  collect(mailbox: string): Uint8Array | undefined;
  readonly count: number;
}

interface Waiting {
  readonly sealed: Uint8Array;
  readonly from: string;
  readonly until: number;
}

/**
 * The first answer stands. Whoever saw a request late, on a screen or in a photograph, cannot put another in its place; who is
 * first with a false one is noticed, as the true one is refused. It may be read until its time is over: an answer to reading can
 * be lost, and to read one is of use to nobody who does not hold the secret.
 *
 * Nothing is refused for want of room, which strangers could take up: the oldest of the address with the most mailboxes gives way.
 *
 * @param clock milliseconds.
 */
export function mailboxes(clock: () => number, limits: MailboxLimits = MAILBOX_LIMITS): Mailboxes {
  /** Oldest first. */
  const waiting = new Map<string, Waiting>();
  let bytes = 0;

  function remove(mailbox: string): void {
    bytes -= waiting.get(mailbox)?.sealed.length ?? 0;
    waiting.delete(mailbox);
  }

  function forgetOld(): void {
    const now = clock();
    for (const [mailbox, { until }] of waiting) if (until <= now) remove(mailbox);
  }

  function oldestOfMost(): string | undefined {
    const held = new Map<string, number>();
    for (const { from } of waiting.values()) held.set(from, (held.get(from) ?? 0) + 1);
    const most = Math.max(...held.values());
    return [...waiting].find(([, { from }]) => held.get(from) === most)?.[0];
  }

  return {
    leave(mailbox, sealed, from) {
      forgetOld();
      const there = waiting.get(mailbox);
      if (there !== undefined) {
        if (equalBytes(there.sealed, sealed)) return false;
        throw new GenError('AlreadyExists', 'pairing');
      }
      while (waiting.size >= limits.mailboxes || bytes + sealed.length > limits.bytes) {
        const giving = oldestOfMost();
        if (giving === undefined) break;
        remove(giving);
      }
      waiting.set(mailbox, { sealed, from, until: clock() + limits.kept });
      bytes += sealed.length;
      return true;
    },
    collect(mailbox) {
      forgetOld();
      return waiting.get(mailbox)?.sealed;
    },
    get count() {
      forgetOld();
      return waiting.size;
    },
  };
}
