import type { ModuleId, Version } from '../core/ids.ts';
import type { Ability } from '../core/wasm/abilities.ts';
import type { ImportRules } from '../core/wasm/import-rules.ts';
import type { WasmImport } from '../core/wasm/module-shape.ts';

/** Whose rules there are; `effective` is the first of one's own, the namespace's and the built-in ones. */
export interface KnownImportRules {
  /** Set on this device. */
  readonly own?: ImportRules | undefined;
  /** Said by an admin of the namespace. */
  readonly namespace?: ImportRules | undefined;
  readonly effective: ImportRules;
  /** Whether this person may set the namespace's, as an admin. */
  readonly isAdmin: boolean;
}

/** Why an install waits for a yes: one release of its plan. Names and types of imports are cut at 200 characters. */
export interface InstallQuestion {
  /** Names the binary and all that is asked about it: a yes to it is a yes to nothing else. */
  readonly mark: string;
  readonly id: ModuleId;
  readonly name: string;
  readonly version: Version;
  /** The release that it takes the place of, if any. */
  readonly installed?: Version | undefined;
  /** New since the installed release; of known abilities first, `addedCount` in all. Empty for what was not installed. */
  readonly added: readonly WasmImport[];
  /** Of all that is new, not only of those listed. */
  readonly addedAbilities: readonly Ability[];
  readonly addedCount: number;
  /** No more asked for; how many. */
  readonly removedCount: number;
  /** Outside the import policy; of known abilities first, `outsideCount` in all. */
  readonly outside: readonly WasmImport[];
  /** Of all that is outside. */
  readonly outsideAbilities: readonly Ability[];
  readonly outsideCount: number;
  /** Then `outside` are all imports, as the release, of a component, is from before releases named them. */
  readonly isUnsaid?: boolean | undefined;
}

export interface ImportRulesApi {
  importRules(): Promise<KnownImportRules>;
  /** `undefined` goes back to the namespace's or the built-in ones. @throws GenError InvalidInput `policy` | Storage */
  setImportRules(own: ImportRules | undefined): Promise<void>;
  /** As an admin, told to the relay at once; `undefined` takes them back. @throws GenError InvalidInput `policy`;
   * PermissionDenied `no-admin` | `main-key` | `revoked` | `expired`, and as the relay answers; Network */
  setNamespaceImportRules(rules: ImportRules | undefined): Promise<void>;
  /** Yes to all questions of an install that waits (`asking`): it goes on. Again after that, it does nothing.
   * @param marks of the questions that the person saw.
   * @throws GenError NotFound `job` | InvalidState `not-asking` | `asks-otherwise` when others wait by now | Storage */
  agree(job: string, marks: readonly string[]): Promise<void>;
}
