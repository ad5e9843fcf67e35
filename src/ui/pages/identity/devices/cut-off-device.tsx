import type { ModuleId } from '../../../../core/ids.ts';
import { Button } from '../../../components/button.tsx';
import styles from './devices.module.css';

/** Where a device is still listed that was cut off. */
export function CutOffDevice({ missed, close }: { missed: readonly ModuleId[]; close: () => void }) {
  return (
    <>
      <p>The cut is stored on this device, and counts for others once the registry has it.</p>
      <div className={styles.missed}>
        <p>
          These could not be read now. Nothing new of the device is taken there, but they still list it: end
          that on their pages, under Publishers, when they can be read.
        </p>
        <ul>
          {missed.map((id) => (
            <li key={id}>
              <code>{id}</code>
            </li>
          ))}
        </ul>
      </div>
      <div className={styles.actions}>
        <Button look="primary" onClick={close}>
          Done
        </Button>
      </div>
    </>
  );
}
