export function isAbandoned(owner: number, age: number, isAlive?: (pid: number) => boolean): boolean;
export function withLock<T>(
  root: string,
  say: (sentence: string) => void,
  work: () => Promise<T>,
): Promise<T>;
