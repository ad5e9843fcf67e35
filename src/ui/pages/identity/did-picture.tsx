import { lazy, Suspense, useState } from 'react';
import { Skeleton } from '../../components/skeleton.tsx';
import styles from './identity-page.module.css';

const QrCode = lazy(async () => ({ default: (await import('../../components/qr-code.tsx')).QrCode }));

/** Drawn when it is opened. */
export function DidPicture({ did }: { did: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.picture} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Show as a QR code</summary>
      {open ? (
        <Suspense fallback={<Skeleton label="Drawing the QR code" />}>
          <div>
            <QrCode text={did} label="Your identity as a QR code" />
          </div>
        </Suspense>
      ) : null}
    </details>
  );
}
