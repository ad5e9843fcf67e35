import { wallClock } from '../../../app/device.ts';
import { capabilityLink } from '../../../core/access/capability-link.ts';
import { parseDid, publicKeyOf, type Micros, type PublicKey } from '../../../core/ids.ts';
import type { CapabilityMember } from '../../../core/record/member.ts';
import type { Signer } from '../../../ports/identity.ts';
import { keepHandedOn, readHandedOn } from '../../../relay/handed-on.ts';
import { inviteTo, letRead, makeAdmin } from '../../../relay/root-grants.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit.ts';
import { parseMoment } from '../../moment.ts';
import { isoTime } from '../../output.ts';
import { folderOf, rootOf, type RootKeyFlags } from './root-access.ts';

interface RootFlags extends RootKeyFlags {
  readonly to: string;
  readonly until?: string;
}

interface Asked {
  readonly root: Signer;
  readonly receiver: PublicKey;
  readonly until: Micros | undefined;
}

async function asked(context: Context, flags: RootFlags): Promise<Asked> {
  return {
    root: await rootOf(context, flags),
    receiver: publicKeyOf(parseDid(flags.to)),
    until: flags.until === undefined ? undefined : parseMoment(flags.until),
  };
}

/** Kept in the relay's folder before anybody sees it; never one that was made before and may have ended. */
async function kept(
  context: Context,
  make: (nth: number) => Promise<readonly CapabilityMember[]>,
): Promise<readonly CapabilityMember[]> {
  const folder = folderOf(context);
  const known = new Set((await readHandedOn(folder)).entries.map(({ member }) => member.id));
  for (let nth = 0; ; nth += 1) {
    const given = await make(nth);
    if (given.some(({ id }) => known.has(id))) continue;
    await keepHandedOn(folder, given, wallClock());
    return given;
  }
}

function tell(context: Context, given: readonly CapabilityMember[], { to }: RootFlags, until?: Micros): void {
  const links = given.map(({ bytes }) => capabilityLink(context.options.relay, bytes));
  const delegations = given.map(({ id }) => id);
  const value = { to, until: until === undefined ? undefined : isoTime(until), delegations, links };
  context.out.result(value, () => links);
  context.out.note(
    `Of use to ${to} alone. They open ${links.length === 1 ? 'it' : 'each of them'}, or give the command: gen accept LINK`,
  );
  context.out.note('"gen relay keys" lists it from now on, and "gen relay revoke" ends it.');
}

/** `gen relay invite`: every name below a part of the tree. */
export async function invite(context: Context, names: string, flags: RootFlags): Promise<ExitCode> {
  const { root, receiver, until } = await asked(context, flags);
  const given = await kept(context, async (nth) => [await inviteTo(root, names, receiver, until, nth)]);
  tell(context, given, flags, until);
  return EXIT.ok;
}

/** `gen relay reader`: who may read a private registry, or a part of it. */
export async function reader(
  context: Context,
  flags: RootFlags & { readonly names?: string },
): Promise<ExitCode> {
  const { root, receiver, until } = await asked(context, flags);
  const given = await kept(context, async (nth) => [await letRead(root, flags.names, receiver, until, nth)]);
  tell(context, given, flags, until);
  return EXIT.ok;
}

/** `gen relay admin`: somebody who may cut keys off and settle contradictions. */
export async function admin(context: Context, flags: RootFlags): Promise<ExitCode> {
  const { root, receiver, until } = await asked(context, flags);
  const given = await kept(context, (nth) => makeAdmin(root, receiver, until, nth));
  tell(context, given, flags, until);
  return EXIT.ok;
}
