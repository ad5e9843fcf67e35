import type { Did, Micros } from '../../core/ids.ts';
import type { EndView } from '../../core/view/publishers.ts';
import type { DeviceOffer } from '../../ports/devices.ts';
import { formatDate, millisecondsOf, shortDid } from './format.ts';
import { because } from './permissions.ts';

/** As long as a relay keeps an answer, and a code is worth showing. */
const LONGEST_MS = 15 * 60_000;

/** Whether a code is shown for so long that nobody should answer it any more. */
export function isOver(offeredAt: Micros, now: number): boolean {
  return now - millisecondsOf(offeredAt) > LONGEST_MS;
}

/** An offer that can still be answered. */
export function openOffer(offer: DeviceOffer | undefined, now: number): DeviceOffer | undefined {
  return offer === undefined || isOver(offer.offeredAt, now) ? undefined : offer;
}

/** `Cut off by you on 3 Oct 2025, because “Left on a train”.` */
export function cutOffSentence({ by, reason, time }: EndView, mine: Did): string {
  const who = by === undefined ? '' : ` by ${by === mine ? 'you' : shortDid(by)}`;
  return `Cut off${who} on ${formatDate(time)}, ${because(reason)}.`;
}
