import { besideKnown, carriedMembers } from '../app/carried.ts';
import { wallClock } from '../app/device.ts';
import { foldModeration, knownModeration, type KnownModeration } from '../app/known-moderation.ts';
import { followedModerators } from '../app/moderators.ts';
import type { ModuleId } from '../core/ids.ts';
import { decodeMember } from '../core/record/member.ts';
import type { Hiding } from '../core/view/moderation.ts';
import type { Context, Home, OpenDevice } from './context.ts';
import { day, isoTime } from './output.ts';

/** What is hidden for who works here, by the relay's word now or as it was last kept. Makes no identity. */
export async function moderationHere(
  { home, signal }: Pick<Context, 'home' | 'signal'>,
  { device }: OpenDevice,
): Promise<KnownModeration> {
  return knownModeration(device, await home().hasIdentity(), signal);
}

/** The same as it was last kept, without asking anybody. */
export async function keptModeration({ tables, identity, hasIdentity }: Home): Promise<KnownModeration> {
  return foldModeration(
    { tables, clock: wallClock },
    {
      followed: await followedModerators({ tables }),
      own: (await hasIdentity()) ? (await identity.facts()).did : undefined,
      async membersOf(document) {
        const kept = (await tables.get('documents', document))?.members.map(decodeMember);
        const brought = await carriedMembers({ tables }, document);
        return kept === undefined && brought.length === 0 ? undefined : besideKnown(kept ?? [], brought);
      },
    },
  );
}

export function hidingJson({ by, as, reason, time, pending }: Hiding) {
  return { by, as, reason, time: isoTime(time), pending };
}

/** `an admin, did:key:z6Mk…, on 2026-11-21: Steals keys.` */
export function hidingText({ by, as, reason, time }: Hiding): string {
  const who = as === 'admin' ? `an admin, ${by},` : by;
  return `${who} on ${day(time)}${reason === '' ? '' : `: ${reason}`}`;
}

/** `io.acme.codec`, or `the review of io.acme.codec by did:key:z6Mk…`. */
export function subjectText(id: ModuleId, rater: string | undefined): string {
  return rater === undefined ? id : `the review of ${id} by ${rater}`;
}
