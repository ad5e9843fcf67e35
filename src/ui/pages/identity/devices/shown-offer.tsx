import { useEffect, useEffectEvent, useState, type FormEvent } from 'react';
import type { DeviceInvitation, DeviceOffer } from '../../../../ports/devices.ts';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { sentenceFor } from '../../../text/errors.ts';
import { ComparedKey } from './compared-key.tsx';
import { ShownLink } from './shown-link.tsx';
import { useInvitation } from './use-invitation.ts';
import styles from './devices.module.css';

interface ShownOfferProps {
  readonly offer: DeviceOffer;
  readonly close: () => void;
  readonly anew: () => void;
  readonly invited: (invitation: DeviceInvitation) => void;
}

/** The code of this device, until the other one has answered. */
export function ShownOffer({ offer, close, anew, invited }: ShownOfferProps) {
  const { engine } = useServices();
  const { invitation, error, over } = useInvitation(offer);
  const drop = useAction(async () => {
    await engine.dropOffer();
    close();
  });
  const found = useEffectEvent(invited);
  useEffect(() => {
    if (invitation !== undefined) found(invitation);
  }, [invitation]);

  if (over)
    return (
      <>
        <p>Nobody has answered this code in 15 minutes. Show a new one when your other device is at hand.</p>
        <div className={styles.actions}>
          <Button look="primary" onClick={anew}>
            Show a new code
          </Button>
          <Button onClick={close}>Close</Button>
        </div>
      </>
    );
  return (
    <>
      <p>
        Scan it with the device that has your main key, or open the link there. Show it to nobody else: until
        it is answered, whoever has it could answer in your place.
      </p>
      <ShownLink link={offer.link} label="Link for your other device">
        <ComparedKey did={offer.device}>
          Your other device shows the same, or it reads another code.
        </ComparedKey>
      </ShownLink>
      <AnswerByHand invited={invited} />
      <div className={styles.actions}>
        <Button disabled={drop.running} onClick={() => void drop.run()}>
          Stop
        </Button>
        <output className={error === undefined ? styles.waiting : styles.problem}>
          {error === undefined ? 'Waiting for the other device…' : sentenceFor(error)}
        </output>
      </div>
    </>
  );
}

/** Where no relay stands between the two. */
function AnswerByHand({ invited }: Pick<ShownOfferProps, 'invited'>) {
  const { engine } = useServices();
  const [link, setLink] = useState('');
  const read = useAction(
    async () => {
      const invitation = await engine.deviceInvitation(link);
      if (invitation !== undefined) invited(invitation);
    },
    { tell: false },
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (link.trim() !== '') void read.run();
  }

  return (
    <details className={styles.byHand}>
      <summary>The other device shows a link instead</summary>
      <form className={styles.form} noValidate onSubmit={submit}>
        <TextField
          mono
          label="Answer of the other device"
          placeholder="https://…/identity#paired=…"
          autoCapitalize="none"
          spellCheck={false}
          value={link}
          onChange={({ target }) => {
            read.reset();
            setLink(target.value);
          }}
          error={read.error === undefined ? undefined : sentenceFor(read.error)}
        />
        <div className={styles.actions}>
          <Button type="submit" disabled={read.running}>
            Read the answer
          </Button>
        </div>
      </form>
    </details>
  );
}
