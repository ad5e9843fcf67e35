import { cancelHandOver, handOver } from '../../app/hand-over.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId } from '../../core/ids.ts';
import type { HandOverJob } from '../../ports/tables.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { confirmed } from '../questions.ts';
import { carryOut } from '../work.ts';

interface HandOverOptions {
  readonly to?: string;
  readonly reason?: string;
  readonly cancel?: boolean;
}

export function handOverJson({ id, module, deed, to, state, error }: HandOverJob) {
  return { job: id, module, deed, to, state, error };
}

/** `gen hand-over`: offers a module to somebody, who has it once they take it over; or takes that back. */
export async function handOverModule(
  context: Context,
  text: string,
  { to, reason = '', cancel = false }: HandOverOptions,
): Promise<ExitCode> {
  const id = parseModuleId(text);
  if ((to === undefined) !== cancel)
    throw new GenError('InvalidInput', 'usage', { text: 'Give either --to DID or --cancel.' });
  const opened = await context.device();
  if (to === undefined) {
    const job = await carryOut(context, opened, await cancelHandOver(opened.device, id));
    context.out.result(handOverJson(job), () => [`${id} stays yours`]);
    return EXIT.ok;
  }
  await confirmed(
    context,
    `This gives ${id} away: ${to.trim()} will decide who publishes it, and you no more.`,
  );
  const job = await carryOut(context, opened, await handOver(opened.device, { id, to, reason }));
  context.out.result(handOverJson(job), () => [`${id} is offered to ${job.to}`]);
  context.out.note(`It is theirs once they take it over: gen take-over ${id}`);
  context.out.note(`Until then it is yours, and you can take the offer back: gen hand-over ${id} --cancel`);
  return EXIT.ok;
}
