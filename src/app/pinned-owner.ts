import { toHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import type { Did, ModuleId } from '../core/ids.ts';
import type { ModuleView } from '../core/view/module-view.ts';
import type { Device } from './device.ts';

/**
 * The first owner of a name that this device saw stays the one whose modules it installs, until that owner hands it over:
 * then whom they named, and so on. Which of two grants is the earlier one is the naming key's word alone: a stolen or lying
 * one could date a grant back, and every fold would follow it. A hand-over by who is remembered it cannot make up; one *to*
 * them it can, by a key of its own, whose releases would stand as a former owner's. So the whole way is remembered, with the
 * very grants, as these say up to where a former owner's work stands.
 */

type Keeper = Pick<Device, 'tables' | 'namespace' | 'locks'>;

/** An owner, and the member id of the grant by which they have the name from the one before. */
interface Hop {
  readonly did: Did;
  /** Absent of the first owner, whom another naming key may grant the name anew when one has to be withdrawn. */
  readonly grant?: string;
}

/** From the first owner to the present one. */
type Way = readonly [Hop, ...Hop[]];

function wayOf({ owner, formers }: ModuleView): Way {
  const hops = formers.map(({ to, grant }): Hop => ({ did: to, grant }));
  return [{ did: formers[0]?.did ?? owner }, ...hops];
}

/** What was remembered before there were hand-overs is the owner alone: who was the first. */
function readWay(value: unknown): Way | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? [{ did: value as Did }] : (value as Way);
}

const ownerAt = (way: Way): Did => (way.at(-1) ?? way[0]).did;

/** Whom this device knew as a module's owner before a person here said otherwise. */
function beforeKey({ namespace }: Keeper, id: ModuleId): string {
  return `owner-before/${toHex(namespace)}/${id}`;
}

function keyOf({ namespace }: Keeper, id: ModuleId): string {
  return `owner/${toHex(namespace)}/${id}`;
}

async function settingOf(device: Keeper, key: string): Promise<Way | undefined> {
  return readWay((await device.tables.get('settings', key))?.value);
}

/** Whether the way is the one that is remembered, or goes on from its end by the word of each owner. */
function goesOn(view: ModuleView, pinned: Way): boolean {
  const way = wayOf(view);
  const begins = pinned.every(
    ({ did, grant }, index) => way[index]?.did === did && way[index]?.grant === grant,
  );
  const added = view.formers.slice(pinned.length - 1);
  return begins && (added.length === 0 || (!view.contested && added.every(({ overruled }) => !overruled)));
}

/**
 * Remembers the way to the owner; what follows only by the owner's own word. Who is in doubt is not remembered.
 */
export async function pinOwner(device: Keeper, view: ModuleView): Promise<void> {
  const key = keyOf(device, view.id);
  const way = wayOf(view);
  const isDue = async (): Promise<boolean> => {
    const pinned = await settingOf(device, key);
    return pinned === undefined ? !view.contested : way.length > pinned.length && goesOn(view, pinned);
  };
  if (!(await isDue())) return;
  await device.locks.exclusive(key, async () => {
    if (!(await isDue())) return;
    await device.tables.write([{ table: 'settings', put: { key, value: way } }]);
  });
}

/** The pinned owner where the module came to its present one, who may be the same, by another way. */
export async function ownerOtherThan(device: Keeper, view: ModuleView): Promise<Did | undefined> {
  const pinned = await settingOf(device, keyOf(device, view.id));
  return pinned === undefined || goesOn(view, pinned) ? undefined : ownerAt(pinned);
}

/** @throws GenError InvalidState `owner-changed` with `owner` and `pinned`. */
export async function requirePinnedOwner(device: Keeper, view: ModuleView): Promise<void> {
  const pinned = await ownerOtherThan(device, view);
  if (pinned === undefined) return;
  throw new GenError('InvalidState', 'owner-changed', { id: view.id, owner: view.owner, pinned });
}

/** The owner whom this device knew before somebody here trusted another one. */
export async function ownerBefore(device: Keeper, id: ModuleId): Promise<Did | undefined> {
  const before = await settingOf(device, beforeKey(device, id));
  return before && ownerAt(before);
}

/**
 * A person's word, where no hand-over shows why the owner changed: from now on this device knows that one.
 *
 * @param owner whom the person was shown; somebody else since is not trusted by it.
 * @throws GenError InvalidState `owner-other` for another one than the module has now.
 */
export async function trustOwner(device: Keeper, view: ModuleView, owner: Did): Promise<void> {
  const { id } = view;
  if (owner !== view.owner) throw new GenError('InvalidState', 'owner-other', { id, owner: view.owner });
  const [key, beforeAs] = [keyOf(device, id), beforeKey(device, id)];
  await device.locks.exclusive(key, async () => {
    const pinned = await settingOf(device, key);
    if (pinned === undefined || goesOn(view, pinned)) return;
    // Trusted twice in a row, the one whom nobody had to vouch for is the one to go back to.
    const before = (await settingOf(device, beforeAs)) ?? pinned;
    await device.tables.write([
      { table: 'settings', put: { key, value: wayOf(view) } },
      { table: 'settings', put: { key: beforeAs, value: before } },
    ]);
  });
}

/** Goes back to the owner whom this device knew before `trustOwner`. @throws GenError NotFound `trusted-owner`. */
export async function distrustOwner(device: Keeper, id: ModuleId): Promise<void> {
  const [key, beforeAs] = [keyOf(device, id), beforeKey(device, id)];
  await device.locks.exclusive(key, async () => {
    const before = await settingOf(device, beforeAs);
    if (before === undefined) throw new GenError('NotFound', 'trusted-owner', { id });
    await device.tables.write([
      { table: 'settings', put: { key, value: before } },
      { table: 'settings', remove: beforeAs },
    ]);
  });
}
