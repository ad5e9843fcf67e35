import { useEffect, useState } from 'react';
import { onEarlyToast } from '../toasts.ts';

/** By then the first screen is shown, on a slow network too. */
const SETTLED_MS = 5000;

/** Whether the toaster is to be loaded: as soon as there is something to tell, else once the first screen has settled. */
export function useToaster(): boolean {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const want = (): void => setWanted(true);
    const stop = onEarlyToast(want);
    const timer = setTimeout(want, SETTLED_MS);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return wanted;
}
