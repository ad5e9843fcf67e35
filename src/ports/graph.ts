import type { ModuleId, Version } from '../core/ids.ts';
import type { GraphEdge } from '../core/resolve/graph.ts';

/**
 * Why a module is shown without a version: there is no such `module` in the registry, no `release` of it fits or may be installed,
 * or it was `unread`, as nobody could be asked.
 */
export type MissingPart = 'module' | 'release' | 'unread';

export interface GraphModule {
  readonly id: ModuleId;
  readonly name?: string | undefined;
  readonly version?: Version | undefined;
  /** The version that is installed here, which may be another one. */
  readonly installed?: Version | undefined;
  /** Steps from the module that was asked about; negative of an installed one that needs it and is not needed by it. */
  readonly depth: number;
  readonly missing?: MissingPart | undefined;
}

/** What installing a module brings, and what is installed that needs it. */
export interface ModuleGraph {
  /** The nearest first, then by id. */
  readonly nodes: readonly GraphModule[];
  /** Between these nodes. */
  readonly edges: readonly GraphEdge[];
  /** One for each group of modules that need each other; the first and the last are the same. */
  readonly cycles: readonly (readonly string[])[];
  /** Whether these releases go together. Otherwise each is the newest that the first who asks for it admits. */
  readonly isSolved: boolean;
  /** Why none go together, as sentences; absent where nothing can be said. */
  readonly because?: readonly string[] | undefined;
  /** Whether there are more: no more than 500 are looked at. */
  readonly isCut: boolean;
}

/** The engine's part for what needs what. */
export interface GraphApi {
  /**
   * Asks for each module that is needed, so it may take as long as the relay does; what cannot be read is marked in the answer.
   *
   * @param version of the module; else the newest that may be installed.
   * @throws GenError InvalidInput `range` of a release that says nonsense | Storage
   */
  graph(id: ModuleId, version?: Version): Promise<ModuleGraph>;
}
