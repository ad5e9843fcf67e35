import { compareRelays } from '../../../app/compare-relays.ts';
import { wallClock } from '../../../app/device.ts';
import type { SignedHead } from '../../../core/view/signed-head.ts';
import { differenceWords } from '../../alarm-words.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit.ts';
import { isoTime } from '../../output.ts';

function headJson(relay: string, { by, number, id, time, chains }: SignedHead) {
  return { relay, by, number, id, time: isoTime(time), chains: chains.length };
}

/** `gen relay compare`: whether two relays of one registry tell the same story. */
export async function compareTwoRelays(
  { relayAt, out, signal }: Context,
  one: string,
  other: string,
): Promise<ExitCode> {
  const compared = await compareRelays(relayAt(one), relayAt(other), wallClock(), signal);
  const { heads, common, differences } = compared;
  const facts = [headJson(one, heads[0]), headJson(other, heads[1])];
  out.result({ heads: facts, common, differences }, () => [
    ...facts.map(
      ({ relay, number, time, chains }) => `${relay}: head ${number} of ${time}, ${chains} chains`,
    ),
    ...differences.map(differenceWords),
    differences.length > 0
      ? 'These relays tell different stories.'
      : common === 0
        ? 'They have no chain in common: nothing can be compared.'
        : `They agree in all ${common} chains that both know.`,
  ]);
  return differences.length === 0 ? EXIT.ok : EXIT.verification;
}
