import type { Did } from '../../../core/ids.ts';
import type { OwnedDevice } from '../../../ports/module-page.ts';
import { DidText } from '../../components/identifier.tsx';
import { PersonName } from '../../components/person-name.tsx';
import styles from './lists.module.css';

/** `from Laptop`; the key itself on asking. */
export function DeviceName({ did, device }: { did: Did; device: OwnedDevice }) {
  return (
    <span title={did}>
      from <PersonName name={device.name} />
    </span>
  );
}

interface KeyTextProps {
  readonly did: Did;
  /** Whose it is, where it is a device. */
  readonly device: OwnedDevice | undefined;
  readonly mine: Did;
  /** What the identity is, to be copied. */
  readonly label: string;
}

/** A key as the person whom it signs for: `did:key:z6Mk…4fQx Alice · from Laptop`. */
export function KeyText({ did, device, mine, label }: KeyTextProps) {
  if (device === undefined) return <DidText did={did} label={label} mine={did === mine} />;
  return (
    <span className={styles.pair}>
      <DidText did={device.of} label={label} mine={device.of === mine} />
      <span aria-hidden>·</span>
      <DeviceName did={did} device={device} />
    </span>
  );
}
