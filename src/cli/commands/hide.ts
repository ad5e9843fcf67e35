import { hide as sign, hideAsAdmin } from '../../app/hide.ts';
import { parseDid, parseModuleId } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { subjectText } from '../moderation-here.ts';
import { carryOut } from '../work.ts';

interface HideOptions {
  readonly reviewOf?: string;
  readonly reason?: string;
  /** By the registry's word instead of this person's own list. */
  readonly asAdmin?: boolean;
}

/** `gen hide` and `gen unhide`: a line of a moderation list, by whoever signs it. */
export async function hide(
  context: Context,
  text: string,
  hidden: boolean,
  options: HideOptions,
): Promise<ExitCode> {
  const id = parseModuleId(text);
  const reviewOf = options.reviewOf === undefined ? undefined : parseDid(options.reviewOf.trim());
  const { reason = '', asAdmin = false } = options;
  const request = { id, reviewOf, hidden, reason };
  const opened = await context.device();
  const about = subjectText(id, reviewOf);
  const words = hidden ? `Hid ${about}` : `Showed ${about} again`;
  if (asAdmin) {
    await hideAsAdmin(opened.device, request);
    const value = { module: id, reviewOf, hidden, reason, list: 'admins' };
    context.out.result(value, () => [`${words}, in the name of the registry`]);
    return EXIT.ok;
  }
  const signed = await sign(opened.device, request);
  const { state, id: job, error } = await carryOut(context, opened, signed);
  const { did } = await opened.device.identity.facts();
  context.out.result({ job, module: id, reviewOf, hidden, reason, list: did, state, error }, () => [
    state === 'receipted'
      ? `${words}, on your list`
      : `Queued for your list: ${hidden ? 'hide' : 'show'} ${about}`,
  ]);
  context.out.note(`It counts for you, and for whoever gives the command: gen moderators follow ${did}`);
  context.out.note(
    'Everybody who may read any part of this registry can read your list, with what it names.',
  );
  return EXIT.ok;
}
