import { useEffect, useEffectEvent, useState, type FormEvent } from 'react';
import type { Paired, PairingRequestFacts } from '../../../../ports/devices.ts';
import type { Identity } from '../../../../ports/engine.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextField } from '../../../components/field.tsx';
import { PersonName } from '../../../components/person-name.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { sentenceFor } from '../../../text/errors.ts';
import { ComparedKey } from './compared-key.tsx';
import { PairedDevice } from './paired-device.tsx';
import styles from './devices.module.css';

interface AddDeviceDialogProps {
  readonly identity: Identity;
  /** Opened with the page: it is shown at once, and answered after a yes. */
  readonly link: string | undefined;
  readonly close: () => void;
}

/** Lets a new device sign for this person: its link, a look at it, a yes, the answer. */
export function AddDeviceDialog({ identity, link, close }: AddDeviceDialogProps) {
  const [request, setRequest] = useState<{ readonly link: string; readonly facts: PairingRequestFacts }>();
  const [paired, setPaired] = useState<Paired>();
  const title =
    paired !== undefined
      ? `“${paired.name}” is added`
      : request !== undefined
        ? `Add “${request.facts.name}” to your devices?`
        : 'Add a device';
  return (
    <Dialog title={title} close={close}>
      {!identity.hasMain ? (
        <>
          <p>
            It takes your main key to let a device in, and that is on another device of yours. Open the link
            there.
          </p>
          <Close close={close} />
        </>
      ) : paired !== undefined ? (
        <PairedDevice paired={paired} close={close} />
      ) : request !== undefined ? (
        <Confirm {...request} close={close} added={setPaired} />
      ) : (
        <Ask opened={link} close={close} read={setRequest} />
      )}
    </Dialog>
  );
}

function Close({ close }: { close: () => void }) {
  return (
    <div className={styles.actions}>
      <Button onClick={close}>Close</Button>
    </div>
  );
}

interface AskProps {
  readonly opened: string | undefined;
  readonly close: () => void;
  readonly read: (request: { link: string; facts: PairingRequestFacts }) => void;
}

function Ask({ opened, close, read }: AskProps) {
  const { engine } = useServices();
  const [link, setLink] = useState(opened ?? '');
  const [asked, setAsked] = useState(false);
  const look = useAction(
    async (text: string) => read({ link: text, facts: await engine.readPairing(text) }),
    {
      tell: false,
    },
  );
  const empty =
    asked && link.trim() === '' ? 'No link is given. Paste the one of the new device.' : undefined;
  const lookAt = useEffectEvent((text: string) => void look.run(text));
  useEffect(() => {
    if (opened !== undefined) lookAt(opened);
  }, [opened]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setAsked(true);
    if (link.trim() !== '') void look.run(link);
  }

  if (opened !== undefined && look.error === undefined) return <Skeleton label="Reading the link" />;
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <ol className={styles.points}>
        <li>On the new device, open this registry and go to Identity.</li>
        <li>Choose “Use an identity that you have on another device…” there. It shows a code.</li>
        <li>Scan the code with the camera of this device, or copy its link here.</li>
      </ol>
      <TextField
        mono
        label="Link of the new device"
        placeholder="https://…/identity#pair=…"
        autoCapitalize="none"
        spellCheck={false}
        value={link}
        onChange={({ target }) => {
          look.reset();
          setLink(target.value);
        }}
        error={empty ?? (look.error === undefined ? undefined : sentenceFor(look.error))}
      />
      <div className={styles.actions}>
        <Button look="primary" type="submit" disabled={look.running}>
          Go on
        </Button>
        <Button onClick={close}>Cancel</Button>
      </div>
    </form>
  );
}

interface ConfirmProps {
  readonly link: string;
  readonly facts: PairingRequestFacts;
  readonly close: () => void;
  readonly added: (paired: Paired) => void;
}

function Confirm({ link, facts: { device, name }, close, added }: ConfirmProps) {
  const { engine } = useServices();
  const pair = useAction(async () => added(await engine.pairDevice(link)), { tell: false });
  return (
    <>
      <p>
        A device that calls itself <PersonName name={name} /> asks to sign in your name. Agree only if you
        have it before you.
      </p>
      <ComparedKey did={device}>The new device shows the same. If not, it is another one.</ComparedKey>
      <ul className={styles.points}>
        <li>It publishes new versions of your modules, rates and says what you are called, as you.</li>
        <li>
          It takes no new module ids, hands no module over, adds no devices and makes no backup: your main key
          stays here.
        </li>
        <li>You can cut it off here at any time.</li>
      </ul>
      {pair.error === undefined ? null : (
        <p className={styles.problem} role="alert">
          {sentenceFor(pair.error)}
        </p>
      )}
      <div className={styles.actions}>
        <Button look="primary" disabled={pair.running} onClick={() => void pair.run()}>
          {pair.running ? 'Adding…' : 'Add this device'}
        </Button>
        <Button onClick={close}>Not mine</Button>
      </div>
    </>
  );
}
