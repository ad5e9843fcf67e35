import { setNamed } from '../app/installed-set.ts';
import type { Asked } from '../app/plan-job.ts';
import { planView } from '../app/plan-view.ts';
import { GenError } from '../core/errors.ts';
import type { PlanView } from '../ports/set-api.ts';
import type { Context, OpenDevice } from './context.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { hidingText, moderationHere } from './moderation-here.ts';
import { changeJson, planLines } from './plan-lines.ts';

/** What a change of a set would do. @throws GenError as `planView`. */
export async function planned(
  { signal }: Context,
  { device }: OpenDevice,
  set: string,
  asked: Asked,
): Promise<PlanView> {
  return planView(device, await setNamed(device.tables, set), asked, signal);
}

/** What of a plan is hidden takes a yes of its own, by `--hidden` or a person. */
async function noteHidden(context: Context, opened: OpenDevice, { lines }: PlanView): Promise<void> {
  const { moderation } = await moderationHere(context, opened);
  for (const { id, to } of lines)
    for (const hiding of to === undefined ? [] : moderation.module(id))
      context.out.note(`${id} is hidden by ${hidingText(hiding)}`);
}

/** `--dry-run`: the plan, and nothing else. @throws GenError as `planView`. */
export async function dryRun(
  context: Context,
  opened: OpenDevice,
  set: string,
  asked: Asked,
): Promise<ExitCode> {
  const plan = await planned(context, opened, set, asked);
  const { lines, download, question } = plan;
  context.out.result({ set, lines: lines.map(changeJson), download, question }, () => planLines(plan));
  await noteHidden(context, opened, plan);
  context.out.note(lines.length === 0 ? 'Nothing would change.' : 'Nothing was changed.');
  return EXIT.ok;
}

/**
 * Shows what an install does besides bringing the module itself, and goes on after a yes; where nobody can be asked, or `--yes` says
 * so, at once.
 *
 * @returns the mark of what it does to other modules, where the person saw it.
 * @throws GenError Cancelled for a no. What keeps it from being planned is for the install to tell.
 */
export async function agreedPlan(
  context: Context,
  opened: OpenDevice,
  set: string,
  asked: Asked,
): Promise<string | undefined> {
  const { options, terminal, out } = context;
  if (options.yes || options.quiet || out.json || !options.input || !terminal.interactive) return undefined;
  const plan = await planned(context, opened, set, asked).catch(() => undefined);
  const itself = asked.kind === 'install' ? asked.module : undefined;
  if (plan === undefined || plan.lines.every(({ id }) => id === itself)) return undefined;
  for (const line of planLines(plan)) out.note(line);
  await noteHidden(context, opened, plan);
  if (!(await terminal.confirm('Install this?'))) throw new GenError('Cancelled', 'aborted');
  return plan.question?.mark;
}
