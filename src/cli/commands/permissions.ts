import { heldPermissions } from '../../app/held-permissions.ts';
import type { HeldPermission } from '../../ports/permissions.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { day, isoTime, table } from '../output.ts';
import { endJson, stateText } from './publishers.ts';

export function permissionJson({ until, receivedAt, ended, chain, ...rest }: HeldPermission) {
  return {
    ...rest,
    chain: chain.map((link) => ({
      ...link,
      until: link.until === undefined ? undefined : isoTime(link.until),
    })),
    until: until === undefined ? undefined : isoTime(until),
    receivedAt: isoTime(receivedAt),
    ended: endJson(ended),
  };
}

/** What it lets do, with where: `publish io.acme.*`. The registry's own trees are no modules. */
export function deedText({ mode, scope, chain }: Pick<HeldPermission, 'mode' | 'scope' | 'chain'>): string {
  const [tree = '', below] = (chain.at(-1)?.path ?? '').split('/');
  if (mode === 'read') return `read ${scope}`;
  if (tree === 'revocations') return 'cut off who publishes here';
  if (tree === 'moderation' && below === undefined)
    return 'settle which releases are kept, and hide modules and reviews';
  if (tree === 'moderation') return 'settle which releases are kept';
  return `${tree === 'modules' || tree === '' ? 'publish' : 'write'} ${scope}`;
}

/** `gen permissions`: what this person was let do by others. */
export async function permissions(context: Context): Promise<ExitCode> {
  const { device } = await context.device();
  const held = await heldPermissions(device);
  context.out.result({ permissions: held.map(permissionJson) }, () =>
    held.length === 0
      ? []
      : table([
          ['MAY', 'SINCE', 'UNTIL', 'FROM', 'STATE'],
          ...held.map(({ receivedAt, until, ended, ...permission }) => [
            deedText(permission),
            day(receivedAt),
            until === undefined ? '' : day(until),
            permission.chain.at(-2)?.to ?? '',
            stateText(ended),
          ]),
        ]),
  );
  if (held.length === 0)
    context.out.note('Nobody has let you do anything here. "gen accept LINK" takes one in.');
  return EXIT.ok;
}
