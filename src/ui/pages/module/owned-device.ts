import type { Did } from '../../../core/ids.ts';
import type { ReleaseView } from '../../../core/view/module-view.ts';
import type { PublisherView } from '../../../core/view/publishers.ts';
import type { ModulePage, OwnedDevice } from '../../../ports/module-page.ts';

type Asking = Pick<ModulePage, 'module' | 'devices'>;

/**
 * Whose device a key is. Anybody can call any key their device: their word counts where the permission came to the key from
 * them.
 *
 * @param by who handed it on.
 */
export function ownedDevice(
  { devices }: Pick<ModulePage, 'devices'>,
  did: Did,
  by: Did | undefined,
): OwnedDevice | undefined {
  const device = devices[did];
  return device !== undefined && device.of === by ? device : undefined;
}

/** The same where nobody says by whom: all that is known here to have handed on to the key is one person. */
export function deviceOfOne(asking: Asking, did: Did): OwnedDevice | undefined {
  const { publishers, releases } = asking.module;
  const givers = new Set([
    ...publishers.filter((one) => one.did === did).map(({ by }) => by),
    ...releases.flatMap(({ chain }) => (chain.at(-1) === did ? chain.slice(-2, -1) : [])),
  ]);
  const [giver] = givers;
  return givers.size === 1 ? ownedDevice(asking, did, giver) : undefined;
}

export function releasedFrom(asking: Asking, { author, chain }: ReleaseView): OwnedDevice | undefined {
  return ownedDevice(asking, author, chain.at(-2));
}

/** By the owner's own key, or by one of their devices: nobody else had a hand in it. */
export function isByOwner(asking: Asking, release: ReleaseView): boolean {
  const { owner } = asking.module;
  return release.author === owner || releasedFrom(asking, release)?.of === owner;
}

/** With one device there is nothing to tell apart. */
export function hasSeveralDevices({ devices }: Asking, did: Did): boolean {
  return Object.values(devices).filter(({ of }) => of === did).length > 1;
}

/** Devices apart from those whom somebody let in: each stands below whose it is. */
export function groupedPublishers(asking: Asking): {
  readonly others: readonly PublisherView[];
  readonly devicesOf: (did: Did) => readonly PublisherView[];
} {
  const { publishers } = asking.module;
  const isDevice = ({ did, by }: PublisherView) => ownedDevice(asking, did, by) !== undefined;
  return {
    others: publishers.filter((one) => !isDevice(one)),
    devicesOf: (did) => publishers.filter((one) => one.by === did && isDevice(one)),
  };
}
