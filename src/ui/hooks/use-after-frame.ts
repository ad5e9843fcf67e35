import { useEffect, useState } from 'react';

/**
 * `false` for the first frame that a component is part of, `true` from the next one on: what may come later than the rest
 * waits for it, so that neither is one long task.
 */
export function useAfterFrame(): boolean {
  const [isAfter, setAfter] = useState(false);
  useEffect(() => {
    // The frame callback runs before the frame is drawn; a task after it does not.
    let task: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      task = setTimeout(() => setAfter(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(task);
    };
  }, []);
  return isAfter;
}
