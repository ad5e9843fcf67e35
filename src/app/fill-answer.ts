import type { ModuleId, PublicKey } from '../core/ids.ts';
import {
  MAX_PAIRING_ANSWER,
  MAX_PAIRING_CAPABILITIES,
  MAX_PAIRING_MODULES,
  type PairingAnswer,
} from '../core/record/pairing-answer.ts';

/** Of the map, its keys and the person's key, at most. */
const FRAME = 128;
/** Of each entry, in CBOR, at most. */
const HEAD = 5;

/** The first entries that are let in, up to a number. */
function taken<T>(entries: readonly T[], most: number, fits: (entry: T) => boolean): T[] {
  const kept: T[] = [];
  for (const entry of entries) if (kept.length < most && fits(entry)) kept.push(entry);
  return kept;
}

/**
 * As much as an answer holds, capabilities first, each in its order. A device finds what does not fit in the modules'
 * documents; what others gave by a link stands nowhere else, so it goes before what does.
 */
export function fillAnswer(
  person: PublicKey,
  capabilities: readonly Uint8Array<ArrayBuffer>[],
  modules: readonly ModuleId[],
): PairingAnswer {
  let room = MAX_PAIRING_ANSWER - FRAME;
  const fits = ({ length }: { readonly length: number }): boolean => {
    if (HEAD + length > room) return false;
    room -= HEAD + length;
    return true;
  };
  return {
    person,
    capabilities: taken(capabilities, MAX_PAIRING_CAPABILITIES, fits),
    // Ids are ASCII.
    modules: taken(modules, MAX_PAIRING_MODULES, fits),
  };
}
