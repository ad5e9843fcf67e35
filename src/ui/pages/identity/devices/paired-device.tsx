import type { Paired } from '../../../../ports/devices.ts';
import { Button } from '../../../components/button.tsx';
import { ShownLink } from './shown-link.tsx';
import styles from './devices.module.css';

/** What is left to do once a device was let in. */
export function PairedDevice({ paired, close }: { paired: Paired; close: () => void }) {
  const { isLeft, link, missed } = paired;
  return (
    <>
      {isLeft ? (
        <p>The new device sees it by itself within seconds, as long as it shows the code. Say yes there.</p>
      ) : (
        <>
          <p>
            The registry cannot be reached, so the answer goes by hand: scan it with the new device, or take
            the link there. It is no secret.
          </p>
          <ShownLink link={link} label="Answer for the new device" large />
        </>
      )}
      {missed.length === 0 ? null : (
        <div className={styles.missed}>
          <p>
            These could not be read now. The new device may publish them after your next release from here:
          </p>
          <ul>
            {missed.map((id) => (
              <li key={id}>
                <code>{id}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={styles.actions}>
        <Button look={isLeft ? 'primary' : 'plain'} onClick={close}>
          Done
        </Button>
      </div>
    </>
  );
}
