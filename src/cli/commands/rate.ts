import { rate as sign } from '../../app/rate.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { parseSpec } from '../spec.ts';
import { carryOut } from '../work.ts';

interface RateOptions {
  readonly review?: string;
}

/** `gen rate`: one rating per person and module; rating again edits it. */
export async function rate(
  context: Context,
  spec: string,
  stars: number,
  { review = '' }: RateOptions,
): Promise<ExitCode> {
  const { id, version } = parseSpec(spec);
  const opened = await context.device();
  const signed = await sign(opened.device, { id, stars, review, version });
  const { state, id: job, error } = await carryOut(context, opened, signed);
  context.out.result({ job, module: id, version, stars, state, error }, () => [
    `${state === 'receipted' ? 'Rated' : 'Queued the rating of'} ${id} with ${stars} ${stars === 1 ? 'star' : 'stars'}`,
  ]);
  return EXIT.ok;
}
