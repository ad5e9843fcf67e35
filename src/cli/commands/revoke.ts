import { cutOff } from '../../app/admin.ts';
import { knownModule } from '../../app/known-records.ts';
import { withdrawPublisher } from '../../app/withdraw-publisher.ts';
import { GenError } from '../../core/errors.ts';
import { parseDid, parseModuleId } from '../../core/ids.ts';
import type { PermitJob } from '../../ports/tables.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { carryOut } from '../work.ts';

interface RevokeOptions {
  readonly publisher: string;
  readonly reason?: string;
  /** By the registry's word instead of the owner's. */
  readonly asAdmin?: boolean;
}

/** `gen revoke`: ends all that lets somebody publish a module. What they published and a relay has receipted stays. */
export async function revoke(context: Context, text: string, options: RevokeOptions): Promise<ExitCode> {
  const id = parseModuleId(text);
  const did = parseDid(options.publisher.trim());
  const { reason = '' } = options;
  const opened = await context.device();
  if (options.asAdmin === true) {
    const delegations = await cutOff(opened.device, id, did, reason);
    context.out.result({ module: id, publisher: did, reason, withdrawn: delegations }, () => [
      `${did} may not publish ${id} any more`,
    ]);
    return EXIT.ok;
  }
  const module = await knownModule(opened.device, id, context.signal);
  if (module === undefined) throw new GenError('NotFound', 'module', { id });
  const inForce = module.publishers.filter((one) => one.did === did && one.ended === undefined);
  if (inForce.length === 0) throw new GenError('NotFound', 'delegation', { id, did });
  const done: PermitJob[] = [];
  for (const { delegation } of inForce) {
    const job = await withdrawPublisher(opened.device, { id, delegation, reason });
    done.push(await carryOut(context, opened, job));
  }
  const withdrawn = done.map((job, index) => {
    return { job: job.id, delegation: inForce[index]?.delegation, state: job.state, error: job.error };
  });
  const isDone = done.every(({ state }) => state === 'receipted');
  context.out.result({ module: id, publisher: did, reason, withdrawn }, () => [
    isDone ? `${did} may not publish ${id} any more` : `Queued the withdrawal of ${did} from ${id}`,
  ]);
  return EXIT.ok;
}
