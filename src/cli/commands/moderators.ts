import { followModerator, unfollowModerator } from '../../app/moderators.ts';
import type { ModeratorList } from '../../ports/moderation.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { moderationHere } from '../moderation-here.ts';
import { table } from '../output.ts';

function stateText({ own, followed, known }: ModeratorList): string {
  if (own) return 'your own, always counts';
  if (!followed) return 'not followed';
  return known ? 'followed' : 'followed, not read yet';
}

/** `gen moderators`: whose lists count here. */
export async function moderators(context: Context): Promise<ExitCode> {
  const { lists } = await moderationHere(context, await context.device());
  context.out.result({ lists }, () =>
    table([
      ['LIST', 'STATE', 'MODULES', 'REVIEWS'],
      ...lists.map((list) => [
        list.who === 'admins' ? 'admins of the registry' : list.who,
        stateText(list),
        String(list.modules),
        String(list.reviews),
      ]),
    ]),
  );
  return EXIT.ok;
}

/** `gen moderators follow`: their list is fetched now, so that it counts without a network too. */
export async function follow(context: Context, text: string): Promise<ExitCode> {
  const opened = await context.device();
  const who = await followModerator(opened.device, text);
  const { lists } = await moderationHere(context, opened);
  const list = lists.find((one) => one.who === who);
  const { modules = 0, reviews = 0, known = false } = list ?? {};
  context.out.result({ who, followed: true, known, modules, reviews }, () => [`Following ${who}`]);
  if (!known) context.out.note('Their list could not be read yet; until then it hides nothing.');
  return EXIT.ok;
}

/** `gen moderators unfollow`. */
export async function unfollow(context: Context, text: string): Promise<ExitCode> {
  const { device } = await context.device();
  const who = await unfollowModerator(device, text);
  context.out.result({ who, followed: false }, () => [`Not following ${who}`]);
  return EXIT.ok;
}
