import { takeOver } from '../../app/take-over.ts';
import { parseModuleId } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { carryOut } from '../work.ts';
import { handOverJson } from './hand-over.ts';

/** `gen take-over`: takes a module that its owner hands over to this person. */
export async function takeOverModule(context: Context, text: string): Promise<ExitCode> {
  const id = parseModuleId(text);
  const opened = await context.device();
  const job = await carryOut(context, opened, await takeOver(opened.device, id));
  context.out.result(handOverJson(job), () => [
    job.state === 'receipted' ? `${id} is yours` : `Asked for ${id}; it is yours once the relay answers`,
  ]);
  context.out.note(`Whom the former owner let publish may no more: let them in anew with "gen grant ${id}".`);
  return EXIT.ok;
}
