import { useState } from 'react';
import type { Sha256 } from '../../../core/ids.ts';
import { TextBlob } from '../../components/text-blob.tsx';
import styles from './lists.module.css';

/** Fetched when it is opened, not before. */
export function Changelog({ hash, version }: { hash: Sha256; version: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        What changed <span className="visually-hidden">in {version}</span>
      </summary>
      {open ? <TextBlob hash={hash} label="changelog" /> : null}
    </details>
  );
}
