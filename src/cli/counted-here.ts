import { aggregatesAsker } from '../adapters/http/ask-aggregates.ts';
import { wallClock } from '../app/device.ts';
import { refreshAggregates, storedAggregates, type KnownAggregates } from '../app/known-aggregates.ts';
import { storedPin } from '../app/pin-relay.ts';
import { readCapabilities } from '../app/read-capabilities.ts';
import { trustedPeople } from '../app/trusted-people.ts';
import { toGenError } from '../core/errors.ts';
import type { Did } from '../core/ids.ts';
import { AUTHORITY } from '../core/record/document.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { Context, OpenDevice } from './context.ts';

async function asked(context: Context): Promise<KnownAggregates | undefined> {
  const { tables, identity } = context.home();
  const pin = await storedPin(tables);
  if (pin === undefined) return undefined;
  const { relay: base } = context.options;
  const ask = aggregatesAsker({
    base,
    relay: context.relayAt(base),
    signer: () => identity.signer(),
    capabilities: () => readCapabilities({ tables, identity, clock: wallClock }),
    clock: wallClock,
  });
  return refreshAggregates({ tables, clock: wallClock }, pin, ask, context.signal);
}

/** What the relay counted, by its word now or as it was last kept; nothing of it is worth a failure. */
export async function countedHere(
  context: Context,
  { device, online }: OpenDevice,
): Promise<KnownAggregates | undefined> {
  try {
    const newest = online ? await asked(context) : undefined;
    if (newest !== undefined) return newest;
  } catch (thrown) {
    const error = toGenError(thrown);
    if (error.code === 'Cancelled' || error.code === 'Storage') throw error;
  }
  return storedAggregates(device);
}

/** Whose ratings count for this person. A device that only looks makes no identity for it. */
export async function trustedHere(
  context: Context,
  { device }: OpenDevice,
  counted: KnownAggregates | undefined,
): Promise<ReadonlySet<Did>> {
  const own = (await context.home().hasIdentity()) ? (await device.identity.facts()).did : undefined;
  const authority = recordSet(await device.records.membersOf(AUTHORITY, context.signal));
  return trustedPeople(device, { authority, invited: counted?.invited ?? new Set(), own });
}
