/** Bytes that count how often one of them is read: a measure of work that is the same on every machine. */
export interface CountedBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly reads: () => number;
}

/** Each byte that is read alone counts one, a range counts its length. */
export function countedBytes(original: Uint8Array<ArrayBuffer>): CountedBytes {
  let reads = 0;
  const bytes = new Proxy(original, {
    get(target, key) {
      if (key === 'length') return target.length;
      if (key === 'subarray') {
        return (start = 0, end = target.length) => {
          const range = target.subarray(start, end);
          reads += range.length;
          return range;
        };
      }
      if (typeof key !== 'string' || !/^\d+$/.test(key)) throw new Error(`counts no ${String(key)}`);
      reads += 1;
      return target[Number(key)];
    },
  });
  return { bytes, reads: () => reads };
}
