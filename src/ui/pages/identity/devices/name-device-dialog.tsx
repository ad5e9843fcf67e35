import { useState, type FormEvent } from 'react';
import type { DeviceView } from '../../../../core/view/fold-devices.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextField } from '../../../components/field.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { sentenceFor } from '../../../text/errors.ts';
import { tell } from '../../../toasts.ts';
import styles from './devices.module.css';

export function NameDeviceDialog({ device, close }: { device: DeviceView; close: () => void }) {
  const { engine } = useServices();
  const [name, setName] = useState(device.name);
  const rename = useAction(() => engine.nameDevice({ device: device.did, name }), { tell: false });

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!(await rename.run())) return;
    close();
    tell('The name is stored on this device.', 'Others see it once the registry has it.', 'good');
  }

  return (
    <Dialog title="Rename this device" close={close}>
      <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label="Name"
          value={name}
          onChange={({ target }) => {
            rename.reset();
            setName(target.value);
          }}
          error={rename.error === undefined ? undefined : sentenceFor(rename.error)}
          hint="Public: it is shown beside what the device publishes."
        />
        <div className={styles.actions}>
          <Button look="primary" type="submit" disabled={rename.running}>
            Save name
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
