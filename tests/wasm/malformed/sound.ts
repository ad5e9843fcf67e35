import { SOUND_BEYOND } from './sound-beyond.ts';
import { SOUND_CODE } from './sound-code.ts';
import { SOUND_CONSTANTS } from './sound-constants.ts';
import { SOUND_FRAMING } from './sound-framing.ts';
import { SOUND_EXTERNS } from './sound-externs.ts';
import { SOUND_DECLARATIONS } from './sound-declarations.ts';
import type { SoundCase } from './sound-case.ts';

/** Binaries that the specification takes, by part: the other side of `MALFORMED`. */
export const SOUND: Readonly<Record<string, readonly SoundCase[]>> = {
  framing: SOUND_FRAMING,
  declarations: SOUND_DECLARATIONS,
  externs: SOUND_EXTERNS,
  constants: SOUND_CONSTANTS,
  code: SOUND_CODE,
  beyond: SOUND_BEYOND,
};
