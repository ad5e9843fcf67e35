import { parseMicros, parseModuleId, type Micros } from '../../src/core/ids.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import type { ModuleView } from '../../src/core/view/module-view.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { grants, handsOn, ownerOf, rootOf, type Holder } from './holder.ts';
import { START, testNamespace, type TestNamespace } from './namespace.ts';
import { inEveryOrder } from './orders.ts';

export const codec = parseModuleId('io.example.codec');
export const codecDocument = `module/${codec}`;
export const HOUR = 3_600_000_000;
export const now: Micros = parseMicros(START + 10 * HOUR);

/** A registry with two admins, one module of Alice's, and Bob, whom she lets write releases. */
export interface StandingWorld extends TestNamespace {
  readonly rootHolder: Holder;
  readonly naming: Holder;
  readonly notary: Holder;
  readonly admin: Holder;
  readonly otherAdmin: Holder;
  readonly alice: Holder;
  readonly bob: Holder;
  readonly grant: GenRecord;
  /** In any order, by a reader with this clock. */
  view(records: readonly GenRecord[], holders?: readonly Holder[], at?: Micros): ModuleView | undefined;
  /** In every order. */
  everyView(records: readonly GenRecord[], holders?: readonly Holder[], at?: Micros): ModuleView | undefined;
}

export async function standingWorld(): Promise<StandingWorld> {
  const world = await testNamespace();
  const rootHolder = rootOf(world);
  const naming = await handsOn(rootHolder, 'naming', { path: ['modules'] });
  const notary = await handsOn(rootHolder, 'notary', { path: ['receipts'] });
  const admin = await handsOn(rootHolder, 'admin');
  const otherAdmin = await handsOn(rootHolder, 'other-admin');
  const alice = await ownerOf(naming, 'alice', codec);
  const bob = await handsOn(alice, 'bob');
  const grant = await grants(naming, codec, alice, START);
  const people = [rootHolder, naming, notary, admin, otherAdmin, alice, bob];

  function view(
    records: readonly GenRecord[],
    holders: readonly Holder[] = [],
    at = now,
  ): ModuleView | undefined {
    const capabilities = [...people, ...holders].map(({ capability }) => capability);
    return moduleView(recordSet([...records, ...capabilities, grant]), codec, world.namespace, at);
  }

  return {
    ...world,
    rootHolder,
    naming,
    notary,
    admin,
    otherAdmin,
    alice,
    bob,
    grant,
    view,
    everyView: (records, holders, at) => inEveryOrder(records, (ordered) => view(ordered, holders, at)),
  };
}

/** `1.0.0` is unconfirmed, `1.0.0 ✓` confirmed, `1.0.0 ✗` a contradiction, `(1.0.0)` fell. */
export function shown(view: ModuleView | undefined): string[] {
  const releases = (view?.releases ?? []).map(({ version, receipts, contradiction }) => {
    if (contradiction) return `${version} ✗`;
    return receipts.length > 0 ? `${version} ✓` : version;
  });
  return [...releases, ...(view?.fallen ?? []).map(({ version }) => `(${version})`)];
}
