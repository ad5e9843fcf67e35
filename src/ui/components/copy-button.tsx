import { useEffect, useState } from 'react';
import { tell } from '../toasts.ts';
import { Icon } from './icon.tsx';
import styles from './copy-button.module.css';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the accessible name: `Copy the hash`. */
  readonly label: string;
}

const SHOWN_FOR = 1600;

export function CopyButton({ text, label }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch (error) {
      console.info('clipboard refused', error);
      tell('The browser refused the clipboard.', 'Select the text and copy it by hand.', 'bad');
    }
  }

  return (
    <button
      type="button"
      className={styles.copy}
      aria-label={copied ? 'Copied' : label}
      title={label}
      onClick={() => void copy()}
    >
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  );
}
