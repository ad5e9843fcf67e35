import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';

export const SEARCH_BOX_ID = 'search-modules';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}

/** `⌘K` or `Ctrl K` anywhere; `/` and `?` where nobody types. */
export function useShortcuts({ palette, shortcuts }: { palette: () => void; shortcuts: () => void }): void {
  const navigate = useNavigate();

  const search = useEffectEvent(async () => {
    if (document.getElementById(SEARCH_BOX_ID) === null) await navigate({ to: '/' });
    document.getElementById(SEARCH_BOX_ID)?.focus();
  });

  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      palette();
      return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || isDialogOpen()) return;
    if (event.key === '/') {
      event.preventDefault();
      void search();
    }
    if (event.key === '?') shortcuts();
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressed(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}
