import type { ReleaseView } from '../../../core/view/module-view.ts';
import type { ModulePage } from '../../../ports/module-page.ts';
import { DidText } from '../../components/identifier.tsx';
import { KeyText } from './key-text.tsx';
import { releasedFrom } from './owned-device.ts';
import styles from './lists.module.css';

/** `by … for …`: a release that somebody else than the present owner made, who may have been the owner then. */
export function OnBehalf({ page, release }: { page: ModulePage; release: ReleaseView }) {
  const { module, mine } = page;
  const owner = release.chain[0] ?? module.owner;
  const device = releasedFrom(page, release);
  const maker = device?.of ?? release.author;
  return (
    <>
      <span className={styles.pair}>
        by <KeyText did={release.author} device={device} mine={mine} label="the identity of who made it" />
      </span>{' '}
      {maker === owner ? null : (
        <span className={styles.pair}>
          for <DidText did={owner} label="the owner's identity" mine={owner === mine} />
        </span>
      )}
      {owner === module.owner ? null : 'the owner then'}
    </>
  );
}
