import { capabilityLink } from '../../../core/access/capability-link.ts';
import { GenError } from '../../../core/errors.ts';
import { parseDid, publicKeyOf, type Micros, type PublicKey } from '../../../core/ids.ts';
import type { CapabilityMember } from '../../../core/record/member.ts';
import type { Signer } from '../../../ports/identity.ts';
import { inviteTo, letRead, makeAdmin } from '../../../relay/root-grants.ts';
import { decryptRootKey, readRootKey } from '../../../relay/root-key.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit.ts';
import { parseMoment } from '../../moment.ts';
import { isoTime } from '../../output.ts';
import { readPassphrase } from '../../questions.ts';
import { configOf } from './relay.ts';

interface RootFlags {
  readonly to: string;
  readonly until?: string;
  /** An encrypted root key; else the plain one of the relay's folder. */
  readonly rootKey?: string;
  readonly passphraseFile?: string;
}

async function rootOf(context: Context, { rootKey, passphraseFile }: RootFlags): Promise<Signer> {
  if (rootKey !== undefined)
    return decryptRootKey(rootKey, await readPassphrase(context, passphraseFile, 'known'));
  const { data } = configOf(context, {});
  const root = await readRootKey(data);
  if (root === undefined) throw new GenError('NotFound', 'root-key', { path: data });
  return root;
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

function tell(context: Context, given: readonly CapabilityMember[], { to }: RootFlags, until?: Micros): void {
  const links = given.map(({ bytes }) => capabilityLink(context.options.relay, bytes));
  const delegations = given.map(({ id }) => id);
  const value = { to, until: until === undefined ? undefined : isoTime(until), delegations, links };
  context.out.result(value, () => links);
  context.out.note(
    `Of use to ${to} alone. They open ${links.length === 1 ? 'it' : 'each of them'}, or give the command: gen accept LINK`,
  );
}

/** `gen relay invite`: every name below a part of the tree. */
export async function invite(context: Context, names: string, flags: RootFlags): Promise<ExitCode> {
  const { root, receiver, until } = await asked(context, flags);
  tell(context, [await inviteTo(root, names, receiver, until)], flags, until);
  return EXIT.ok;
}

/** `gen relay reader`: who may read a private registry, or a part of it. */
export async function reader(
  context: Context,
  flags: RootFlags & { readonly names?: string },
): Promise<ExitCode> {
  const { root, receiver, until } = await asked(context, flags);
  tell(context, [await letRead(root, flags.names, receiver, until)], flags, until);
  return EXIT.ok;
}

/** `gen relay admin`: somebody who may cut keys off and settle contradictions. */
export async function admin(context: Context, flags: RootFlags): Promise<ExitCode> {
  const { root, receiver, until } = await asked(context, flags);
  tell(context, await makeAdmin(root, receiver, until), flags, until);
  return EXIT.ok;
}
