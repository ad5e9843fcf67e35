import type { Did } from './ids.ts';

const SHOWN = 16;
const GROUP = /.{4}/g;

/**
 * The end of a key in groups of four, for two screens that are held side by side: 16 characters of base58 (93 bits), so that
 * nobody makes another key that ends like it.
 */
export function comparedKey(did: Did): string {
  return (did.slice(-SHOWN).match(GROUP) ?? []).join(' ');
}
