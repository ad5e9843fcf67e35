import type { ReactNode } from 'react';
import type { Did } from '../../../core/ids.ts';
import type { ReleaseView } from '../../../core/view/module-view.ts';
import type { ModulePage, OwnedDevice } from '../../../ports/module-page.ts';
import { DidText, HashText } from '../../components/identifier.tsx';
import { formatBytes, formatTime } from '../../text/format.ts';
import { ownedDevice } from './owned-device.ts';

interface Step {
  /** Titles can repeat. */
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly evidence: ReactNode;
  /** Not closed yet: nothing is wrong, something is missing. */
  readonly open?: boolean;
}

function receiptStep({ receipts, pending }: ReleaseView): Step {
  if (receipts.length > 0) {
    return {
      key: 'receipt',
      title: 'Receipt',
      text: 'A relay with a notary key from the root has signed that it holds this very record, so the publisher cannot show others something else.',
      evidence: (
        <ul>
          {receipts.map(({ notary, time }) => (
            <li key={notary}>
              <DidText did={notary} label="the notary's identity" /> {formatTime(time)}
            </li>
          ))}
        </ul>
      ),
    };
  }
  return {
    key: 'receipt',
    title: pending ? 'Not published yet' : 'Unconfirmed',
    text: pending
      ? 'This release is on this device only. It counts as published when a relay has signed a receipt for it.'
      : 'No relay has signed a receipt for this release. The signature is right, but nobody vouches that everybody sees the same one; it is installed only after you say yes.',
    evidence: null,
    open: true,
  };
}

function deviceStep(did: Did, { name }: OwnedDevice, isOwners: boolean): Omit<Step, 'key'> {
  return {
    title: isOwners ? 'Device of the owner' : 'Device of the publisher',
    text: `It signs in the name of the key before, by a key of its own. ${isOwners ? 'The owner' : 'The publisher'} calls it “${name}”.`,
    evidence: <DidText did={did} label="the device's key" />,
  };
}

/** Whom the owner let in, and so on to who signed; nobody where the owner did. */
function letInSteps(page: ModulePage, { chain }: ReleaseView): readonly Step[] {
  const { mine } = page;
  return chain.slice(1).map((did, place) => {
    const key = `let-in ${place}`;
    const device = ownedDevice(page, did, chain[place]);
    return device === undefined
      ? { key, ...letInStep(did, place, { chain, mine }) }
      : { key, ...deviceStep(did, device, place === 0) };
  });
}

function letInStep(
  did: Did,
  place: number,
  { chain, mine }: { chain: readonly Did[]; mine: Did },
): Omit<Step, 'key'> {
  return {
    title: place === chain.length - 2 ? 'Publisher' : 'Let in between',
    text:
      place === 0
        ? 'The owner let this key publish under the id.'
        : 'The key before handed its permission on to this one.',
    evidence: <DidText did={did} label="the publisher's identity" mine={did === mine} />,
  };
}

/** Through whose permission the release was made: the owner's, or a former one's who has handed the name over since. */
function ownerStep({ module, mine }: ModulePage, { chain }: ReleaseView): Step {
  const did = chain[0] ?? module.owner;
  const former = did === module.owner ? undefined : module.formers.findLast((one) => one.did === did);
  const evidence = <DidText did={did} label="the owner's identity" mine={did === mine} />;
  if (former === undefined)
    return {
      key: 'owner',
      title: 'Owner',
      text: 'Only who holds this key, and whom it lets in, can publish under the id. This device remembers the first owner it saw, and follows when that one hands the module over.',
      evidence,
    };
  return {
    key: 'owner',
    title: 'Owner then',
    text: `Handed the module over at ${formatTime(former.until)}. What was made through this key until then stands, and nothing later.`,
    evidence,
  };
}

/** Namespace root → naming key → owner → whom the owner let in → release → receipts. */
export function trustChain(page: ModulePage, release: ReleaseView): readonly Step[] {
  const { module, root } = page;
  return [
    {
      key: 'root',
      title: 'Root of the registry',
      text: 'The key that every permission here begins with. It was fixed when this device met the registry, and rests offline.',
      evidence: <DidText did={root} label="the root's identity" />,
    },
    {
      key: 'naming',
      title: 'Naming key',
      text: `The root lets this key grant names. It granted ${module.id} at ${formatTime(module.grantedAt)}.`,
      evidence: <DidText did={module.grantedBy} label="the naming key's identity" />,
    },
    ownerStep(page, release),
    ...letInSteps(page, release),
    {
      key: 'release',
      title: `Release ${release.version}`,
      text: `Signed at ${formatTime(release.publishedAt)}. It names the binary by its hash: ${formatBytes(release.size)}, and not one bit else.`,
      evidence: (
        <ul>
          <li>
            sha256 <HashText hash={release.sha256} label="the sha256 of the binary" />
          </li>
          <li>
            record <HashText hash={release.record} label="the record's id" />
          </li>
        </ul>
      ),
    },
    receiptStep(release),
  ];
}
