import { handOver } from '../../app/hand-over.ts';
import { heldPermissions } from '../../app/held-permissions.ts';
import { isFinished, isSwitch } from '../../app/jobs.ts';
import { knownModule } from '../../app/known-records.ts';
import { takeOver } from '../../app/take-over.ts';
import { GenError, toGenError } from '../../core/errors.ts';
import type { Did, ModuleId } from '../../core/ids.ts';
import type { IdentityRotation } from '../../ports/identity-rotation.ts';
import type { Context, OpenDevice } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { ownedModules } from '../owned-modules.ts';
import { confirmed } from '../questions.ts';
import { sentenceFor } from '../sentences.ts';
import { carryOut, work } from '../work.ts';

/** What goes along, kept from the first step to the last. */
interface Plan {
  readonly from: Did;
  /** Absent: by an older version of this command. */
  readonly to?: Did;
  readonly modules: readonly ModuleId[];
}

const PLAN = 'identity-rotation';

async function planOf({ device }: OpenDevice): Promise<Plan | undefined> {
  return (await device.tables.get('settings', PLAN))?.value as Plan | undefined;
}

/**
 * Tries what waits, as an earlier run may have left it behind.
 *
 * @throws GenError Network `rotation` where the relay did not take it all: the command goes on from there when it is given
 * again; InvalidState `jobs-open` for other work, which the old key has signed.
 */
async function requireNothingOpen(context: Context, opened: OpenDevice): Promise<void> {
  await work(context, opened, 'all');
  const jobs = (await opened.device.tables.all('jobs')).filter((job) => !isSwitch(job));
  const open = jobs.filter((job) => !isFinished(job));
  const first = open.find(({ kind }) => kind === 'hand-over');
  if (first?.module !== undefined) throw new GenError('Network', 'rotation', { id: first.module });
  if (open.length > 0) throw new GenError('InvalidState', 'jobs-open', { jobs: open.length });
}

/** With the old key: every module is offered to the new one. */
async function handAllOver(context: Context, opened: OpenDevice, rotation: IdentityRotation): Promise<Plan> {
  const { device } = opened;
  const { did: from } = await device.identity.facts();
  await requireNothingOpen(context, opened);
  // What an earlier try has offered may be missing in the catalogue that this one sees.
  const earlier = await planOf(opened);
  const listed = earlier?.from === from ? earlier.modules : [];
  const modules = await ownedModules(context, opened, from, listed);
  if ((await rotation.step()) === 'none') {
    const along = modules.length === 0 ? 'You own no module.' : `It takes along: ${modules.join(', ')}.`;
    await confirmed(context, `This makes a new identity in place of ${from}. ${along}`);
  }
  const to = await rotation.next();
  const plan = { from, to, modules };
  await device.tables.write([{ table: 'settings', put: { key: PLAN, value: plan } }]);
  for (const id of modules) {
    if ((await knownModule(device, id, context.signal))?.offer?.to === to) continue;
    await carryOut(context, opened, await handOver(device, { id, to, reason: 'Moved to a new key.' }));
    await requireNothingOpen(context, opened);
  }
  await sayWhatStays(context, opened);
  await rotation.swap();
  return plan;
}

async function sayWhatStays({ out }: Context, { device }: OpenDevice): Promise<void> {
  const held = (await heldPermissions(device)).filter(({ ended }) => ended === undefined);
  out.note('Your ratings, reviews and name stay under the old identity.');
  for (const { scope, mode } of held)
    out.note(
      `The permission to ${mode === 'read' ? 'read' : 'write'} ${scope} is the old one's: ask for another.`,
    );
}

/** Asking again is of no use: the offer was taken back, or the relay refuses what hangs by it. */
function isFinal({ code }: GenError): boolean {
  return code === 'NotFound' || code === 'AlreadyExists' || code === 'PermissionDenied';
}

/** With the new key: what was offered is taken over. @returns what stayed the old key's. */
async function takeAllOver(context: Context, opened: OpenDevice, { modules }: Plan): Promise<ModuleId[]> {
  const { device } = opened;
  const { did } = await device.identity.facts();
  await requireNothingOpen(context, opened);
  const stayed: ModuleId[] = [];
  for (const id of modules) {
    if ((await knownModule(device, id, context.signal))?.owner === did) continue;
    try {
      await carryOut(context, opened, await takeOver(device, id));
    } catch (thrown) {
      const error = toGenError(thrown);
      if (!isFinal(error)) throw error;
      stayed.push(id);
      context.out.note(`${id} stays with the old key. ${sentenceFor(error)}`);
    }
    await requireNothingOpen(context, opened);
  }
  return stayed;
}

/** Whether only the end is left to do: the old key is out of the way, and what was planned still written down. */
function isEnding({ from, to }: Plan, did: Did): boolean {
  return from !== did && (to ?? did) === did;
}

/**
 * `gen identity rotate`: a new key in place of the old one, with every module that the old one owns. The old key is kept
 * until a person says otherwise; given again, the command goes on where it stopped.
 */
export async function rotateIdentity(context: Context): Promise<ExitCode> {
  const { rotation, identity } = context.home();
  if (rotation === undefined || (await identity.main()) === undefined)
    throw new GenError('PermissionDenied', 'main-key');
  const opened = await context.device();
  const [step, begun, before] = [await rotation.step(), await planOf(opened), await identity.facts()];
  const isBegun =
    step === 'taking-over' || (step === 'none' && begun !== undefined && isEnding(begun, before.did));
  const plan = isBegun ? begun : await handAllOver(context, opened, rotation);
  if (plan === undefined) throw new GenError('NotFound', 'rotation');
  const stayed = await takeAllOver(context, opened, plan);
  await rotation.end();
  const { did } = await identity.facts();
  const modules = plan.modules.filter((id) => !stayed.includes(id));
  const former = (await rotation.formers()).findLast((key) => key.did === plan.from)?.at;
  context.out.result({ did, before: plan.from, modules, stayed, former }, () => [
    `You are ${did} now`,
    ...modules,
  ]);
  sayWhatIsLeft(context, former);
  // Last: who was not told that it is done gives the command again, which would rotate a second time.
  await opened.device.tables.write([{ table: 'settings', remove: PLAN }]);
  return EXIT.ok;
}

function sayWhatIsLeft({ out }: Context, former: string | undefined): void {
  out.note('Whom the old identity let publish may no more: let them in anew with "gen grant".');
  out.note('Back the new key up: gen identity backup FILE');
  if (former === undefined) return;
  out.note(`The old key is kept: ${former}`);
  out.note('Once nothing hangs by it: gen identity rotate --forget-former');
}
