const PARTS = 64;

/** A map by text of which no change takes long: one large `Map` copies all of itself when it grows, at 100,000 entries for tens of milliseconds. */
export interface ScatteredMap {
  readonly size: number;
  get(key: string): number | undefined;
  set(key: string, value: number): void;
  delete(key: string): void;
  forEach(take: (value: number, key: string) => void): void;
}

/** The ends of ids and words differ more than their beginnings. */
function partOf(key: string): number {
  const { length } = key;
  const last = key.charCodeAt(length - 1) | 0;
  const middle = key.charCodeAt(length >> 1) | 0;
  return (last * 7 + (key.charCodeAt(length - 2) | 0) * 31 + middle * 13 + length * 5) & (PARTS - 1);
}

export function createScatteredMap(): ScatteredMap {
  const parts = Array.from({ length: PARTS }, () => new Map<string, number>());
  const part = (key: string): Map<string, number> => parts[partOf(key)] as Map<string, number>;
  let size = 0;
  return {
    get size() {
      return size;
    },
    get: (key) => part(key).get(key),
    set(key, value) {
      const map = part(key);
      size -= map.size;
      map.set(key, value);
      size += map.size;
    },
    delete(key) {
      if (part(key).delete(key)) size -= 1;
    },
    forEach(take) {
      for (const map of parts) map.forEach(take);
    },
  };
}
