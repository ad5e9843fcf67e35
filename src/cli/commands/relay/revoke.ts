import { tellRelay } from '../../../app/admin.ts';
import type { Device } from '../../../app/device.ts';
import { headsOver } from '../../../app/standing-heads.ts';
import { readCapabilityLink } from '../../../core/access/capability-link.ts';
import { checkCapability } from '../../../core/access/validity.ts';
import { fromBase64Url } from '../../../core/bytes.ts';
import { GenError } from '../../../core/errors.ts';
import { parseDid } from '../../../core/ids.ts';
import { AUTHORITY } from '../../../core/record/document.ts';
import { writeBody } from '../../../core/record/kinds.ts';
import { decodeMember, type CapabilityMember, type Member } from '../../../core/record/member.ts';
import type { MemberId } from '../../../core/record/record.ts';
import { rootCapability } from '../../../relay/root-grants.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit.ts';
import { table } from '../../output.ts';
import { confirmed } from '../../questions.ts';
import { handedOnViews, type HandedOnView, type Role } from './handed-on.ts';
import { knownKeys } from './known-keys.ts';
import { askRelay, folderOf, rootOf, type RootKeyFlags } from './root-access.ts';

interface RevokeFlags extends RootKeyFlags {
  readonly reason?: string;
  /** All that a DID has, where it has several. */
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

/** What it means where a relay acts by it: docs/FORMAT.md, "What a revocation does". */
const MEANS: Partial<Record<Role, string>> = {
  naming:
    'This is the key that grants names. What it granted and a relay has receipted stands, and what was published there; ' +
    'but nothing new comes under a name that it granted without an invitation, new names are refused, and no command ' +
    'gives the relay another such key yet.',
  notary:
    'This is the key that receipts. What it receipted stands; from then on the relay takes no claims, releases and ' +
    'ratings any more, and no command gives it another such key yet.',
  heads:
    'This is the permission to sign heads. From then on the relay shows none, and after a day every device calls what ' +
    'it shows stale.',
};

const isId = (what: string): boolean => /^[\w-]{43}$/u.test(what);

/** @throws GenError InvalidInput `capability-link`, or as `checkCapability`. */
async function linked(text: string): Promise<CapabilityMember> {
  const none = new GenError('InvalidInput', 'capability-link', { field: 'link' });
  const bytes = readCapabilityLink(text);
  let member: Member;
  try {
    member = decodeMember(bytes);
  } catch (cause) {
    throw new GenError('InvalidInput', 'capability-link', { field: 'link' }, cause);
  }
  if (member.member !== 'capability') throw none;
  await checkCapability(member.capability);
  return member;
}

/** What the words name, ended or not. @throws GenError NotFound `handed-on`; PermissionDenied `namespace`. */
async function named(context: Context, device: Device, what: string): Promise<readonly HandedOnView[]> {
  const authority = await device.records.membersOf(AUTHORITY);
  const { namespace } = device;
  if (!what.startsWith('did:') && !isId(what)) {
    const facts = { namespace, authority, kept: new Map(), now: device.clock() };
    const views = handedOnViews([await linked(what)], facts);
    if (views.length === 0) throw new GenError('PermissionDenied', 'namespace');
    return views;
  }
  const did = isId(what) ? undefined : parseDid(what);
  const { views } = await knownKeys(folderOf(context), namespace, authority, 'any');
  const found = views.filter(({ id, to }) => (did === undefined ? id === what : to === did));
  if (found.length === 0) throw new GenError('NotFound', 'handed-on', { what });
  return found;
}

const inWords = ({ role, scope, to, id }: HandedOnView): string => `${role} ${scope} of ${to} (${id})`;

interface Chosen {
  readonly views: readonly HandedOnView[];
  /** A person has said yes to each of them already. */
  readonly isAsked: boolean;
}

/**
 * One, or what was chosen among several.
 *
 * @throws GenError InvalidInput `several-handed-on` where nobody can be asked; InvalidState `all-ended`.
 */
async function chosen(
  context: Context,
  views: readonly HandedOnView[],
  { all, dryRun }: RevokeFlags,
): Promise<Chosen> {
  const open = views.filter(({ ended }) => ended === undefined);
  const [first] = open;
  if (first === undefined) throw new GenError('InvalidState', 'all-ended', { what: views.map(inWords) });
  if (open.length === 1 || all === true) return { views: open, isAsked: false };
  const { options, terminal, out } = context;
  if (dryRun === true || options.yes || !options.input || !terminal.interactive)
    throw new GenError('InvalidInput', 'several-handed-on', { what: open.map(inWords) });
  out.note('There are several:');
  const picked: HandedOnView[] = [];
  for (const view of open) if (await terminal.confirm(`End ${inWords(view)}?`)) picked.push(view);
  if (picked.length === 0) throw new GenError('Cancelled', 'aborted');
  return { views: picked, isAsked: true };
}

interface Planned {
  readonly view: HandedOnView;
  /** Receipts up to which what was made by it stands. */
  readonly heads: readonly MemberId[];
}

/** A head that says what stands has to be believed still: the permission to sign heads ends last. */
async function planned(device: Device, views: readonly HandedOnView[]): Promise<readonly Planned[]> {
  const plan: Planned[] = [];
  for (const view of views) plan.push({ view, heads: await headsOver(device, view.capability) });
  const isLast = ({ view }: Planned): number => (view.role === 'heads' ? 1 : 0);
  return plan.sort((a, b) => isLast(a) - isLast(b));
}

/** Of a key that the relay itself needs, a yes at a prompt is not enough. */
async function confirmEach(context: Context, plan: readonly Planned[], isAsked: boolean): Promise<void> {
  for (const { view } of plan) {
    const means = MEANS[view.role];
    if (means === undefined) {
      if (isAsked) continue;
      await confirmed(context, `End ${inWords(view)}? This cannot be taken back.`);
      continue;
    }
    if (!context.options.yes) throw new GenError('InvalidInput', 'confirm', { text: means });
    context.out.note(means);
  }
}

/** `gen relay revoke`: the root ends what it, or whoever had it from the root, handed on. */
export async function revokeHandedOn(context: Context, what: string, flags: RevokeFlags): Promise<ExitCode> {
  const { reason = '', dryRun = false } = flags;
  const root = await rootOf(context, flags);
  const device = await askRelay(context, root.publicKey, root);
  const { views, isAsked } = await chosen(context, await named(context, device, what.trim()), flags);
  const plan = await planned(device, views);
  if (!dryRun) {
    await confirmEach(context, plan, isAsked);
    const acting = await rootCapability(root, 'write');
    for (const { view, heads } of plan) {
      const payload = writeBody('revocation', { heads: heads.map(fromBase64Url), reason });
      await tellRelay(device, acting, ['revocations', view.id], payload);
    }
  }
  const revoked = plan.map(({ view, heads }) => {
    const { id, role, to, scope } = view;
    return { id, role, to, scope, heads: heads.length };
  });
  context.out.result({ dryRun, reason, revoked }, () => [
    dryRun ? 'Would end:' : 'Ended:',
    ...table(revoked.map(({ role, scope, to, id }) => [role, scope, to, id])),
  ]);
  if (plan.some(({ heads }) => heads.length > 0))
    context.out.note('What a relay has receipted up to its last signed head, about a minute ago, stands.');
  return EXIT.ok;
}
