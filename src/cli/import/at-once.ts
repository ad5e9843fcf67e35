/** At most so many of a kind of work at a time; the rest waits for its turn. */
export function atOnce(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
