import type { ModuleType } from '../../core/module-type.ts';

/**
 * A module of the starter catalogue. What the npm package says of itself (version, licence, author, homepage,
 * repository) is read from the package, never repeated here; the readme is `readmes/<id>.md`.
 */
export interface Sample {
  /** Reverse-domain module id. */
  readonly id: string;
  /** Name of the npm package that ships the binary. */
  readonly package: string;
  /** Path of the binary inside the package. */
  readonly file: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly type: ModuleType;
  /** Why each is needed stands in the readme. */
  readonly dependencies?: readonly { readonly id: string; readonly range: string }[];
}
