import type { Did } from '../../core/ids.ts';
import { shortDid, shortHash } from '../text/format.ts';
import { usePerson } from '../people.ts';
import { CopyButton } from './copy-button.tsx';
import { PersonName, ProvedDomain } from './person-name.tsx';
import styles from './identifier.module.css';

/** An identity: short to read, whole to copy; what its holder is called beside it, where that is known. */
export function DidText({ did, label, mine = false }: { did: Did; label: string; mine?: boolean }) {
  const person = usePerson(did);
  return (
    <span className={styles.identifier}>
      <code title={did}>{shortDid(did)}</code>
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
