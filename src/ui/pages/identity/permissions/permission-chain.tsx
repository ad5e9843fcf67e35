import type { Did } from '../../../../core/ids.ts';
import type { PermissionLink } from '../../../../ports/permissions.ts';
import { Badge } from '../../../components/badge.tsx';
import { DidText } from '../../../components/identifier.tsx';
import { formatDate, formatTime } from '../../../text/format.ts';
import { placeWords } from '../../../text/permissions.ts';
import styles from './permissions.module.css';

interface PermissionChainProps {
  readonly chain: readonly PermissionLink[];
  readonly mine: Did | undefined;
  /** The key that signs here. */
  readonly here?: Did | undefined;
  /** This registry's own key. */
  readonly root: Did | undefined;
  readonly label: string;
}

/** From whoever made it to whom it is for: each may do what stands beside it, and no more than the one before. */
export function PermissionChain({ chain, mine, here, root, label }: PermissionChainProps) {
  return (
    <ol className={styles.chain} aria-label={label}>
      {chain.map(({ to, path, until }, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- a chain may name one key twice, and never changes
        <li key={place}>
          <DidText did={to} label={`identity ${place + 1} of the chain`} mine={to === mine} />
          {to === here && to !== mine ? <Badge>This device</Badge> : null}
          <span className={styles.what}>
            {place === 0 && to === root ? <strong>Root of the registry: </strong> : null}
            {placeWords(path)}
            {until === undefined ? null : <span title={formatTime(until)}>, until {formatDate(until)}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
