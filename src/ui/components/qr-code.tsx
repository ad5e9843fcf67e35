import { encode } from 'uqr';
import { qrPath } from './qr-path.ts';
import styles from './qr-code.module.css';

/** Beyond this the cells are too fine for the camera of a phone. */
const LONGEST = 1_400;

/** Dark on white in either theme: many scanners read nothing else. `label` says what it holds. */
export function QrCode({ text, label }: { text: string; label: string }) {
  if (text.length > LONGEST) return <p className={styles.soft}>It is too long for a QR code; copy it.</p>;
  const { data, size } = encode(text, { ecc: 'L', border: 4 });
  return (
    <svg className={styles.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={qrPath(data)} shapeRendering="crispEdges" />
    </svg>
  );
}
