import { Link } from '@tanstack/react-router';
import type { Did } from '../../core/ids.ts';
import { fieldQuery } from '../text/field-query.ts';
import { shortDid, shortHash } from '../text/format.ts';
import { usePerson } from '../people.ts';
import { CopyButton } from './copy-button.tsx';
import { PersonName, ProvedDomain } from './person-name.tsx';
import styles from './identifier.module.css';

interface DidTextProps {
  readonly did: Did;
  readonly label: string;
  readonly mine?: boolean;
  /** It leads to all that is theirs. */
  readonly linked?: boolean;
}

/** An identity: short to read, whole to copy; what its holder is called beside it, where that is known. */
export function DidText({ did, label, mine = false, linked = false }: DidTextProps) {
  const person = usePerson(did);
  const short = <code title={did}>{shortDid(did)}</code>;
  return (
    <span className={styles.identifier}>
      {linked ? (
        <Link to="/" search={{ q: fieldQuery('author', did) }}>
          {short}
        </Link>
      ) : (
        short
      )}
      {mine ? <span className={styles.note}>you</span> : null}
      <CopyButton text={did} label={`Copy ${label}`} />
      {person === undefined ? null : (
        <>
          <PersonName name={person.name} />
          <ProvedDomain person={person} />
        </>
      )}
    </span>
  );
}

/** A hash or record id. */
export function HashText({ hash, label }: { hash: string; label: string }) {
  return (
    <span className={styles.identifier}>
      <code title={hash}>{shortHash(hash)}</code>
      <CopyButton text={hash} label={`Copy ${label}`} />
    </span>
  );
}
