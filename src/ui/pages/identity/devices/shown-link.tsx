import type { ReactNode } from 'react';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { Icon } from '../../../components/icon.tsx';
import { QrCode } from '../../../components/qr-code.tsx';
import { useCopy } from '../../../hooks/use-copy.ts';
import styles from './devices.module.css';

interface ShownLinkProps {
  readonly link: string;
  readonly label: string;
  /** For what is long: its cells would be too fine for a camera. */
  readonly large?: boolean;
  /** Between the picture and the link. */
  readonly children?: ReactNode;
}

/** A link for the other device: to be scanned, or copied. */
export function ShownLink({ link, label, large = false, children }: ShownLinkProps) {
  const { copied, copy } = useCopy(link);
  return (
    <>
      <div className={large ? styles.largePicture : styles.picture}>
        <QrCode text={link} label={`${label} as a QR code`} />
      </div>
      {children}
      <div className={styles.link}>
        <TextField mono readOnly label={label} value={link} onFocus={({ target }) => target.select()} />
        <Button onClick={() => void copy()}>
          <Icon name={copied ? 'check' : 'copy'} /> {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
    </>
  );
}
