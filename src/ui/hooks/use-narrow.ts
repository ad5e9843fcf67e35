import { useSyncExternalStore } from 'react';

/** As in the style sheets: below it there is one column. */
const ONE_COLUMN = '(max-width: 60rem)';

function watch(changed: () => void): () => void {
  const media = matchMedia(ONE_COLUMN);
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}

/** Whether the window has room for one column only. */
export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => matchMedia(ONE_COLUMN).matches);
}
