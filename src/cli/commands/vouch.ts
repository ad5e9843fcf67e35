import { knownVouches, vouch as sign } from '../../app/vouch.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { day, isoTime, table } from '../output.ts';

interface VouchOptions {
  readonly reason?: string;
  readonly withdraw?: boolean;
}

/** `gen vouch`: an admin's word that somebody's ratings count, or that they count no more. */
export async function vouch(
  context: Context,
  who: string,
  { reason = '', withdraw = false }: VouchOptions,
): Promise<ExitCode> {
  const { device } = await context.device();
  await sign(device, { who, vouched: !withdraw, reason });
  const did = who.trim();
  context.out.result({ did, vouched: !withdraw, reason }, () => [
    withdraw
      ? `The registry vouches for ${did} no more`
      : `The registry vouches for ${did}: their ratings count in the trusted score`,
  ]);
  return EXIT.ok;
}

/** `gen vouches`: for whom admins vouch, verified here. */
export async function vouches(context: Context): Promise<ExitCode> {
  const { device } = await context.device();
  const found = await knownVouches(device, context.signal);
  const json = found.map(({ time, ...one }) => ({ ...one, time: isoTime(time) }));
  context.out.result({ vouches: json }, () =>
    found.length === 0
      ? []
      : table([
          ['SINCE', 'WHO', 'BY', 'WHY'],
          ...found.map(({ time, did, by, reason }) => [day(time), did, by, reason]),
        ]),
  );
  context.out.note(
    found.length === 0
      ? 'No admin vouches for anybody by name. Admins, and whom the registry invited, count all the same.'
      : 'Admins, and whom the registry invited, count without being named here.',
  );
  return EXIT.ok;
}
