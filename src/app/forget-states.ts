import type { Write } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { INSTALLED_LOCK, unnamed } from './switch-set.ts';

/** Forgets the states that a set had before, with the binaries and proofs that only these name. @throws GenError Storage. */
export function forgetStates(device: Device, set: string): Promise<void> {
  return device.locks.exclusive(INSTALLED_LOCK, async () => {
    const { tables } = device;
    const [rows, sets] = await Promise.all([tables.all('generations'), tables.all('sets')]);
    const gone = rows.filter((row) => row.set === set);
    const left = [...rows.filter((row) => row.set !== set), ...sets].map(({ generation }) => generation);
    await tables.write([
      ...gone.map(({ key }): Write => ({ table: 'generations', remove: key })),
      ...(await unnamed(
        tables,
        gone.map(({ generation }) => generation),
        left,
      )),
    ]);
    device.announce(['installed']);
  });
}
