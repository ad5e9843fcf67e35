import { onTestFinished } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { person } from '../support/person.ts';
import { startTestRelay } from '../support/relay.ts';
import { shellAt, type ShellAt } from './shell-at.ts';

export const app = 'io.example.app';
export const base = 'io.example.base';
export const left = 'io.example.left';
export const right = 'io.example.right';

/** What is installed with `app`. */
export const DIAMOND: Readonly<Record<string, string>> = {
  [app]: '1.0.0',
  [base]: '1.0.0',
  [left]: '1.0.0',
  [right]: '1.0.0',
};

/** A relay for one test, somebody who publishes, and somebody at a shell who installs. */
export async function installer() {
  const world = await startTestRelay();
  onTestFinished(() => world.close());
  const { address } = world.relay;
  const alice = await person(address);
  const bob = await shellAt(address);

  async function publishes(
    id: string,
    version: string,
    needs: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const dependencies = Object.entries(needs).map(([needed, range]) => ({ id: needed, range }));
    await alice.publishes({ id: parseModuleId(id), version, dependencies });
  }

  return {
    address,
    bob,
    publishes,
    /** One needs two, which need a fourth. */
    async publishesDiamond(): Promise<void> {
      await publishes(base, '1.0.0');
      await publishes(left, '1.0.0', { [base]: '^1.0.0' });
      await publishes(right, '1.0.0', { [base]: '>=1.0.0' });
      await publishes(app, '1.0.0', { [left]: '^1.0.0', [right]: '^1.0.0' });
    },
  };
}

/** Module → version, as `gen list` has them. */
export async function installedBy(who: ShellAt, ...flags: string[]): Promise<Record<string, string>> {
  const { modules } = (await who('list', ...flags)).out as { modules: { id: string; version: string }[] };
  return Object.fromEntries(modules.map(({ id, version }) => [id, version]));
}
