import { useState, type FormEvent } from 'react';
import type { DeviceOffer } from '../../../../ports/devices.ts';
import type { Identity } from '../../../../ports/engine.ts';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { sentenceFor } from '../../../text/errors.ts';
import { IdentityAtStake } from './identity-at-stake.tsx';
import styles from './devices.module.css';

interface AskToJoinProps {
  readonly identity: Identity;
  readonly close: () => void;
  readonly offered: (offer: DeviceOffer) => void;
}

export function AskToJoin({ identity, close, offered }: AskToJoinProps) {
  const { engine } = useServices();
  const [name, setName] = useState('');
  const offer = useAction(async () => offered(await engine.offerDevice(name)), { tell: false });

  function submit(event: FormEvent): void {
    event.preventDefault();
    void offer.run();
  }

  return (
    <>
      <p>
        This device will sign as the person whom you are on the other one, by a key of its own. The main key
        stays there. Nothing changes here until you have seen whose identity it is.
      </p>
      <IdentityAtStake identity={identity} />
      <form className={styles.form} noValidate onSubmit={submit}>
        <TextField
          label="Name of this device"
          placeholder="Laptop"
          value={name}
          onChange={({ target }) => {
            offer.reset();
            setName(target.value);
          }}
          error={offer.error === undefined ? undefined : sentenceFor(offer.error)}
          hint="Public: it is shown beside what this device publishes."
        />
        <div className={styles.actions}>
          <Button look="primary" type="submit" disabled={offer.running}>
            Show the code
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </>
  );
}
