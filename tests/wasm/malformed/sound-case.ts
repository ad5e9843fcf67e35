/**
 * A binary that the specification takes, however odd.
 *
 * @property lacking what this engine has off, or a limit of its own that is passed: the verdict is then `unsupported`.
 */
export interface SoundCase {
  readonly rule: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lacking?: string;
}

export function sound(rule: string, bytes: Uint8Array<ArrayBuffer>, lacking?: string): SoundCase {
  return lacking === undefined ? { rule, bytes } : { rule, bytes, lacking };
}
