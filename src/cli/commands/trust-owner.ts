import { knownModule } from '../../app/known-records.ts';
import { distrustOwner, ownerOtherThan, trustOwner } from '../../app/pinned-owner.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { confirmed } from '../questions.ts';

/** `gen trust-owner`: installs from another owner than this device knew, by a person's word; or no more. */
export async function trustOtherOwner(
  context: Context,
  text: string,
  { undo = false }: { readonly undo?: boolean },
): Promise<ExitCode> {
  const id = parseModuleId(text);
  const { device } = await context.device();
  if (undo) {
    await distrustOwner(device, id);
    context.out.result({ module: id, undone: true }, () => [
      `${id}: the owner whom this device knew first counts again`,
    ]);
    return EXIT.ok;
  }
  const module = await knownModule(device, id, context.signal);
  if (module === undefined) throw new GenError('NotFound', 'module', { id });
  const { owner } = module;
  const pinned = await ownerOtherThan(device, module);
  if (pinned !== undefined) {
    await confirmed(
      context,
      `${id} belonged to ${pinned}, ${pinned === owner ? 'and how it came to them is told otherwise now' : `who has not handed it over to ${owner}`}. This device would install whatever ${owner} publishes.`,
    );
    await trustOwner(device, module, owner);
  }
  context.out.result({ module: id, owner, before: pinned }, () => [
    `${owner} is the owner of ${id} on this device`,
  ]);
  if (pinned !== undefined) context.out.note(`To undo it: gen trust-owner ${id} --undo`);
  return EXIT.ok;
}
