import { useEffect, useEffectEvent, useState } from 'react';
import type { DeviceInvitation, DeviceOffer } from '../../../../ports/devices.ts';
import type { Identity } from '../../../../ports/engine.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { openOffer } from '../../../text/devices.ts';
import { sentenceFor } from '../../../text/errors.ts';
import { AcceptInvitation } from './accept-invitation.tsx';
import { AskToJoin } from './ask-to-join.tsx';
import { ShownOffer } from './shown-offer.tsx';
import styles from './devices.module.css';

interface JoinPersonDialogProps {
  readonly identity: Identity;
  /** The answer, where this device was opened with it. */
  readonly link: string | undefined;
  readonly close: () => void;
}

type Step =
  | { readonly at: 'reading' | 'asking' }
  | { readonly at: 'offering'; readonly offer: DeviceOffer }
  | { readonly at: 'invited'; readonly invitation: DeviceInvitation };

const TITLES: Readonly<Record<Step['at'], string>> = {
  reading: 'Use an identity from another device',
  asking: 'Use an identity from another device',
  offering: 'Show this to your other device',
  invited: 'Sign for this person from now on?',
};

/** This device becomes one of a person's who has another: a code, the answer, a look at whose it is, a yes. */
export function JoinPersonDialog({ identity, link, close }: JoinPersonDialogProps) {
  const { engine } = useServices();
  const [step, setStep] = useState<Step>({ at: 'reading' });
  const read = useAction(
    async (text: string) => {
      const invitation = await engine.deviceInvitation(text);
      if (invitation !== undefined) setStep({ at: 'invited', invitation });
    },
    { tell: false },
  );
  const resume = useAction(async () => {
    const offer = openOffer(await engine.deviceOffer(), Date.now());
    setStep(offer === undefined ? { at: 'asking' } : { at: 'offering', offer });
  });
  // A code that is still good is shown again: the other device may have answered it by now.
  const begin = useEffectEvent(() => void (link === undefined ? resume.run() : read.run(link)));
  useEffect(() => begin(), []);

  return (
    <Dialog title={TITLES[step.at]} close={close}>
      {step.at === 'reading' && read.error === undefined ? <Skeleton label="Reading the answer" /> : null}
      {step.at === 'reading' && read.error !== undefined ? (
        <>
          <p className={styles.problem} role="alert">
            {sentenceFor(read.error)}
          </p>
          <div className={styles.actions}>
            <Button onClick={() => setStep({ at: 'asking' })}>Show a code</Button>
            <Button look="quiet" onClick={close}>
              Close
            </Button>
          </div>
        </>
      ) : null}
      {step.at === 'asking' ? (
        <AskToJoin
          identity={identity}
          close={close}
          offered={(offer) => setStep({ at: 'offering', offer })}
        />
      ) : null}
      {step.at === 'offering' ? (
        <ShownOffer
          offer={step.offer}
          close={close}
          anew={() => setStep({ at: 'asking' })}
          invited={(invitation) => setStep({ at: 'invited', invitation })}
        />
      ) : null}
      {step.at === 'invited' ? (
        <AcceptInvitation identity={identity} invitation={step.invitation} close={close} />
      ) : null}
    </Dialog>
  );
}
