import { GenError } from '../../../core/errors.ts';
import { readRelayKeys } from '../../../relay/keys.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit.ts';
import { day, isoTime, table } from '../../output.ts';
import { sentenceFor } from '../../sentences.ts';
import { endJson, stateText } from '../publishers.ts';
import type { HandedOnView } from './handed-on.ts';
import { authorityFrom, knownKeys } from './known-keys.ts';
import { askRelay, folderOf, rootIfThere, type RootKeyFlags } from './root-access.ts';

function keyJson({ id, role, to, scope, at, until, ended }: HandedOnView) {
  return {
    id,
    role,
    to,
    scope,
    madeAt: at === undefined ? undefined : isoTime(at),
    until: until === undefined ? undefined : isoTime(until),
    ended: endJson(ended),
  };
}

/** @param isKnown whether anything is known of what ended. */
function keyRow({ id, role, to, scope, until, ended }: HandedOnView, isKnown: boolean): string[] {
  const open = isKnown ? 'in force' : 'unknown';
  return [
    role,
    scope,
    to,
    until === undefined ? '' : day(until),
    ended === undefined ? open : stateText(ended),
    id,
  ];
}

/** `gen relay keys`: what the root handed on, to whom, and what of it has ended. */
export async function keys(context: Context, flags: RootKeyFlags): Promise<ExitCode> {
  const folder = folderOf(context);
  const root = await rootIfThere(context, flags);
  const namespace = root?.publicKey ?? (await readRelayKeys(folder))?.namespace;
  if (namespace === undefined) throw new GenError('NotFound', 'relay-keys', { path: folder });
  const { members, problem } = await authorityFrom(() => askRelay(context, namespace, root), folder);
  const { views, unreadable } = await knownKeys(folder, namespace, members, 'one');
  const isKnown = problem === undefined;
  context.out.result({ endedKnown: isKnown, unreadable, keys: views.map(keyJson) }, () =>
    table([
      ['ROLE', 'SCOPE', 'TO', 'UNTIL', 'STATE', 'CAPABILITY'],
      ...views.map((view) => keyRow(view, isKnown)),
    ]),
  );
  if (problem !== undefined)
    context.out.note(`Nothing is known of what was revoked. ${sentenceFor(problem)}`);
  if (unreadable > 0) context.out.note(`${unreadable} lines of handed-on.jsonl cannot be read.`);
  context.out.note(
    'Links that were made before this file was kept are not in it; "gen relay revoke LINK" ends those.',
  );
  return EXIT.ok;
}
