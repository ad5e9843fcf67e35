import { forgetStates, forgettable } from '../../app/forget-states.ts';
import { setStates } from '../../app/set-states.ts';
import type { SetState } from '../../ports/set-api.ts';
import type { SetDeed } from '../../ports/sets.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { localDevice } from '../local-device.ts';
import { namedSet } from '../named-set.ts';
import { byteCount, isoTime, moduleCount } from '../output.ts';
import { changeJson, changeTexts } from '../plan-lines.ts';
import { confirmed } from '../questions.ts';

/** Of one state; `--json` has them all. */
const MOST_SHOWN = 12;

/** `install io.acme.codec`, `back to 2`. */
function deedText(deed: SetDeed): string {
  switch (deed.kind) {
    case 'clean-up':
      return `clean-up after ${deed.days} days ${deed.ids.join(' ')}`;
    case 'back':
      return `back to ${deed.to}`;
    case 'lockfile':
      return 'a lockfile taken over';
    default:
      return [deed.kind, ...deed.ids].join(' ');
  }
}

function stateLines({ number, at, deed, count, lines, isCurrent, isWhole }: SetState): readonly string[] {
  const marks = [isCurrent ? 'now' : '', isWhole ? '' : 'to be downloaded again'].filter(Boolean);
  const facts = [
    String(number),
    isoTime(at).slice(0, 16).replace('T', ' '),
    deedText(deed),
    moduleCount(count),
  ];
  const texts = changeTexts(lines);
  const more = texts.length - MOST_SHOWN;
  return [
    facts.join('  ') + (marks.length === 0 ? '' : `  (${marks.join(', ')})`),
    ...texts.slice(0, MOST_SHOWN).map((text) => `    ${text}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

interface HistoryOptions {
  readonly set?: string;
}

/** `gen history`: the states of a set, the newest first; asks nobody. */
export async function history({ home, out }: Context, options: HistoryOptions): Promise<ExitCode> {
  const { tables } = home();
  const set = await namedSet(tables, options.set);
  const states = await setStates(tables, set);
  const shown = states.map((state) => ({
    ...state,
    at: isoTime(state.at),
    lines: state.lines.map(changeJson),
  }));
  out.result({ set, states: shown }, () => states.flatMap(stateLines));
  if (states.length === 0) out.note(`Nothing was ever installed in ${set}.`);
  else if (states.length > 1) out.note('To go back: gen back NUMBER');
  return EXIT.ok;
}

/** `gen history forget`: only the present state stays. */
export async function forgetHistory(context: Context, options: HistoryOptions): Promise<ExitCode> {
  const home = context.home();
  const set = await namedSet(home.tables, options.set);
  const { states, size } = await forgettable(home.tables, set);
  if (states > 0) {
    const what = states === 1 ? 'the former state' : `the ${states} former states`;
    await confirmed(
      context,
      `Forget ${what} of ${set}? That frees ${byteCount(size)}, and nothing brings them back.`,
    );
  }
  const gone = await forgetStates(localDevice(home), set);
  context.out.result({ set, forgotten: gone.states, freed: gone.size }, () => [
    gone.states === 0
      ? `${set} has no former states`
      : `Forgot ${gone.states} of ${set}: ${byteCount(gone.size)} freed`,
  ]);
  return EXIT.ok;
}
