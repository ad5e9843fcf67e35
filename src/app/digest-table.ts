import { equalBytes } from '../core/bytes.ts';

/** Slots by their digests, with four bytes of room for each. Digests are evenly spread by themselves. */
export interface DigestTable {
  /** -1: not here. */
  find(digest: Uint8Array): number;
  /** The caller has looked that its digest is not here yet. */
  add(slot: number): void;
}

/** @param digestOf reads the digest of a slot that was added. */
export function createDigestTable(digestOf: (slot: number) => Uint8Array): DigestTable {
  let places = new Int32Array(256).fill(-1);
  let used = 0;

  const home = (digest: Uint8Array): number =>
    (((digest[0] ?? 0) << 24) | ((digest[1] ?? 0) << 16) | ((digest[2] ?? 0) << 8) | (digest[3] ?? 0)) &
    (places.length - 1);

  function insert(slot: number): void {
    let place = home(digestOf(slot));
    while (places[place] !== -1) place = (place + 1) & (places.length - 1);
    places[place] = slot;
  }

  function grow(): void {
    const before = places;
    places = new Int32Array(before.length * 2).fill(-1);
    for (const slot of before) if (slot !== -1) insert(slot);
  }

  return {
    find(digest) {
      for (let place = home(digest); ; place = (place + 1) & (places.length - 1)) {
        const slot = places[place] ?? -1;
        if (slot === -1 || equalBytes(digestOf(slot), digest)) return slot;
      }
    },
    add(slot) {
      used += 1;
      // At least half of the places are free, so that a walk is short.
      if (used * 2 > places.length) grow();
      insert(slot);
    },
  };
}
