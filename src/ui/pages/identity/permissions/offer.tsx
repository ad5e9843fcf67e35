import type { Did } from '../../../../core/ids.ts';
import { useRegistryRoot } from '../../../hooks/use-registry-root.ts';
import { deedWords } from '../../../text/permissions.ts';
import { PermissionChain } from './permission-chain.tsx';
import { readOffered } from './offered.ts';
import styles from './permissions.module.css';

/** What a link holds, before it is taken in. */
export function Offer({ link, mine }: { link: string; mine: Did | undefined }) {
  const root = useRegistryRoot();
  const offered = readOffered(link);
  if (offered === undefined) {
    return <p className={styles.warn}>No permission can be read from this. Copy the whole link.</p>;
  }
  // Nothing of it is shown as an offer: whoever made it up may call the places in it what they like.
  if (root !== undefined && offered.root !== root) {
    return (
      <p className={styles.warn}>
        This permission is for another registry, and of no use here. Open it there.
      </p>
    );
  }
  const last = offered.chain.at(-1);
  return (
    <section className={styles.offer} aria-label="What this link holds">
      <h3>A permission to {deedWords(offered.mode, last?.path ?? '')}</h3>
      <p className={styles.soft}>
        Each key lets the next one in. The signatures are checked when you take it in.
      </p>
      <PermissionChain chain={offered.chain} mine={mine} root={root} label="What the link says" />
      {mine === undefined || last?.to === mine ? null : (
        <p className={styles.warn}>
          It is for another identity than the one of this device, and of no use here. Open the link where that
          identity is.
        </p>
      )}
    </section>
  );
}
