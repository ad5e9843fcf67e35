/**
 * What custom sections say about a module: its toolchain's word, not evidence. None of it can make a binary invalid.
 * Shapes: the tool conventions (`producers`, `target_features`, `dylink.0`) and the core specification's appendix (`name`).
 * Every list ends at `MOST_LISTED`, every text at 120 bytes: less than 500 kB of JSON, whatever the file.
 */
export interface CustomSections {
  /** Each with the bytes of its contents, in the file's order; no more than `MOST_LISTED`. */
  readonly listed: readonly { readonly name: string; readonly size: number }[];
  /** All there are. */
  readonly count: number;
  readonly moduleName?: string | undefined;
  /** How many functions the `name` section names. */
  readonly functionNames?: number | undefined;
  /** `field` is `language`, `processed-by` or `sdk`. */
  readonly producers: readonly { readonly field: string; readonly name: string; readonly version: string }[];
  /** What the toolchain says that it used (`+`) or must not be used (`-`). */
  readonly targetFeatures: readonly { readonly prefix: string; readonly name: string }[];
  readonly dylink?:
    | { readonly memorySize: number; readonly tableSize: number; readonly needed: readonly string[] }
    | undefined;
  readonly sourceMapUrl?: string | undefined;
  /** Where the toolchain left the debug information that it took out (`external_debug_info`). */
  readonly debugInfoUrl?: string | undefined;
  /** Known sections that do not read as their convention says. */
  readonly malformed: readonly { readonly name: string; readonly reason: string }[];
}

export const MOST_LISTED = 100;

export const NO_CUSTOM_SECTIONS: CustomSections = {
  listed: [],
  count: 0,
  producers: [],
  targetFeatures: [],
  malformed: [],
};
