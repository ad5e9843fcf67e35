import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextField } from '../../../components/field.tsx';
import { Icon } from '../../../components/icon.tsx';
import { QrCode } from '../../../components/qr-code.tsx';
import { useCopy } from '../../../hooks/use-copy.ts';
import styles from './publishers.module.css';

interface HandedOnDialogProps {
  readonly id: string;
  readonly to: string;
  readonly link: string;
  readonly close: () => void;
}

/** The person may close the share sheet again: that is no failure. */
async function share(data: ShareData): Promise<void> {
  try {
    await navigator.share(data);
  } catch (error) {
    console.info('not shared', error);
  }
}

export function HandedOnDialog({ id, to, link, close }: HandedOnDialogProps) {
  const { copied, copy } = useCopy(link);
  const shareable = { title: `Permission to publish ${id}`, url: link };
  const canShare = typeof navigator.share === 'function';
  return (
    <Dialog title="Send them this link" close={close}>
      <p>
        With it <code className={styles.whole}>{to}</code> can publish <code>{id}</code>. The link is no
        secret: it is of use only to that identity.
      </p>
      <div className={styles.actions}>
        <Button look="primary" onClick={() => void copy()}>
          <Icon name={copied ? 'check' : 'copy'} /> {copied ? 'Copied' : 'Copy the link'}
        </Button>
        {canShare ? (
          <Button onClick={() => void share(shareable)}>
            <Icon name="link" /> Share
          </Button>
        ) : null}
        <Button onClick={close}>Done</Button>
      </div>
      <div className={styles.picture}>
        <QrCode text={link} label="The link as a QR code" />
      </div>
      <TextField
        mono
        readOnly
        label="Link for the publisher"
        value={link}
        onFocus={({ target }) => target.select()}
      />
    </Dialog>
  );
}
