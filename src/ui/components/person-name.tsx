import { isConfusable } from '../../core/confusable-name.ts';
import type { Person } from '../../ports/module-page.ts';
import { formatDate, formatTime } from '../text/format.ts';
import { Badge } from './badge.tsx';
import styles from './identifier.module.css';

/** What somebody calls themselves: set apart from the text around it, and marked where it may be made to deceive. */
export function PersonName({ name }: { name: string }) {
  return (
    <>
      <bdi className={styles.name}>{name}</bdi>
      {isConfusable(name) ? (
        <Badge
          tone="warn"
          title="It has letters of more than one script, or some that nobody sees: look at the identity instead."
        >
          Mixed letters
        </Badge>
      ) : null}
    </>
  );
}

/** Shown with its proof or not at all: anybody can claim a domain. */
export function ProvedDomain({ person: { domain, proof } }: { person: Person }) {
  if (domain === undefined || proof === undefined) return null;
  return (
    <span className={styles.proved} title={formatTime(proof.checkedAt)}>
      {domain} ✓ proved on {formatDate(proof.checkedAt)}, checked by the relay
    </span>
  );
}
