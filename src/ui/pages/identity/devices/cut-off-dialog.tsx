import { useState, type FormEvent } from 'react';
import type { ModuleId } from '../../../../core/ids.ts';
import type { DeviceView } from '../../../../core/view/fold-devices.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextArea } from '../../../components/field.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { sentenceFor } from '../../../text/errors.ts';
import { tell } from '../../../toasts.ts';
import { CutOffDevice } from './cut-off-device.tsx';
import styles from './devices.module.css';

export function CutOffDialog({ device, close }: { device: DeviceView; close: () => void }) {
  const { engine } = useServices();
  const [reason, setReason] = useState('');
  const [missed, setMissed] = useState<readonly ModuleId[]>();
  const cutOff = useAction(
    async () => {
      const cut = await engine.cutOffDevice({ device: device.did, reason: reason.trim() });
      if (cut.missed.length > 0) {
        setMissed(cut.missed);
        return;
      }
      close();
      tell(
        'The cut is stored on this device.',
        'It counts for others once the registry has it; Activity shows when.',
        'good',
      );
    },
    { tell: false },
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    void cutOff.run();
  }

  if (missed !== undefined)
    return (
      <Dialog title={`“${device.name}” is cut off`} close={close}>
        <CutOffDevice missed={missed} close={close} />
      </Dialog>
    );
  return (
    <Dialog title={`Cut “${device.name}” off?`} close={close}>
      <form className={styles.form} noValidate onSubmit={submit}>
        <ul className={styles.points}>
          <li>Nothing new that it signs is taken, whoever has it in hand.</li>
          <li>What it published until now, and the registry has receipted, stands.</li>
          <li>
            So do its ratings, as far as this device knows them or the registry lists them. One of the last
            minutes may be gone: give it again from here.
          </li>
          <li>It cannot be undone. To use the device again, pair it again; it then gets a new key.</li>
        </ul>
        <TextArea
          label="Reason"
          rows={2}
          value={reason}
          onChange={({ target }) => {
            cutOff.reset();
            setReason(target.value);
          }}
          error={cutOff.error === undefined ? undefined : sentenceFor(cutOff.error)}
          hint="Optional, and public: it is shown with the cut."
        />
        <div className={styles.actions}>
          <Button look="danger" type="submit" disabled={cutOff.running}>
            Cut off
          </Button>
          <Button onClick={close}>Keep</Button>
        </div>
      </form>
    </Dialog>
  );
}
