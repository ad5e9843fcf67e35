import type { Feature } from './features.ts';

/** What a component takes in or gives out (component model, binary format, `externdesc`). */
export type ComponentKind = 'core module' | 'func' | 'value' | 'type' | 'component' | 'instance';

export type ExternKind = 'function' | 'table' | 'memory' | 'global' | 'tag';

/** In the order of their codes in the binary. */
export const EXTERN_KINDS: readonly ExternKind[] = ['function', 'table', 'memory', 'global', 'tag'];

/**
 * @property type compact text: `(i32,i32)->i32`, `memory 1..16`, `global i32 mut`, `table funcref 1..`,
 *                `tag (i32)`. No maximum is an open end, no result is `()`.
 */
export interface WasmImport {
  readonly module: string;
  readonly name: string;
  readonly kind: ExternKind | ComponentKind;
  readonly type: string;
}

export interface WasmExport {
  readonly name: string;
  readonly kind: ExternKind | ComponentKind;
  readonly type: string;
}

/** Pages for a memory, elements for a table. */
export interface Limits {
  readonly min: bigint;
  readonly max: bigint | undefined;
  readonly shared: boolean;
  readonly wide: boolean;
}

/** A section of the file; `offset` and `size` are those of its contents, for a custom one after its name. */
export interface Section {
  readonly id: number;
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** What the sections of a core module declare. Function bodies are measured, not read: they are the engine's. */
export interface WasmModule {
  readonly imports: readonly WasmImport[];
  readonly exports: readonly WasmExport[];
  /** Imported ones first. */
  readonly memories: readonly Limits[];
  readonly memoryTypes: readonly string[];
  readonly tableTypes: readonly string[];
  /** Types that it declares, those of recursion groups one by one. */
  readonly typeCount: number;
  readonly sections: readonly Section[];
  /** Defined, not imported. */
  readonly functions: number;
  /** Declared locals, parameters not counted: the sum, and the most in one function. */
  readonly locals: { readonly total: number; readonly most: number };
  /** What an engine may need for the bodies: see `limits.ts`. */
  readonly effort: { readonly blockMemory: number; readonly steps: number; readonly operands: number };
  readonly start: number | undefined;
  readonly needs: ReadonlySet<Feature>;
}

/** A type of the type section. Only functions can be imported, exported or tagged. */
export interface DefinedType {
  readonly kind: 'func' | 'struct' | 'array' | 'cont';
  /** Of functions: where the parameters begin, and how many there are; their text is made when it is asked for. */
  readonly offset: number;
  readonly params: number;
  readonly results: number;
  /** Of structs. */
  readonly fields?: number;
  text?: string;
}

/** The module while it is read: index spaces with imported items first. */
export interface Draft {
  readonly types: DefinedType[];
  /** Type index of each. */
  readonly functions: number[];
  readonly tables: string[];
  readonly memories: Limits[];
  readonly memoryTypes: string[];
  readonly globals: { readonly type: string; readonly mutable: boolean }[];
  /** Type index of each. */
  readonly tags: number[];
  readonly imports: WasmImport[];
  readonly exports: WasmExport[];
  readonly needs: Set<Feature>;
  importedFunctions: number;
  bodies: number;
  totalLocals: number;
  mostLocals: number;
  /** Parameters and results of the widest function type. */
  widest: number;
  codeSize: number;
  blockMemory: number;
  operands: number;
  start: number | undefined;
  dataCount: number | undefined;
  dataSegments: number;
  /** Characters of type text that may still be written: see `signature`. */
  typeBudget: number;
}
