import { useEffect, useState } from 'react';
import { tell } from '../toasts.ts';

const SHOWN_FOR = 1600;

/** Copies a text, and says for a moment that it was. */
export function useCopy(text: string): { readonly copied: boolean; copy(): Promise<void> } {
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
  return { copied, copy };
}
