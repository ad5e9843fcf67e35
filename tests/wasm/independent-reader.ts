import { BinaryReader } from 'wasmparser';
import type {
  IExportEntry,
  IFunctionEntry,
  IGlobalVariable,
  IImportEntry,
  IMemoryType,
  ITableType,
  ITypeEntry,
  Type,
} from 'wasmparser';
import type { ExternKind } from '../../src/core/wasm/module-shape.ts';

/** The declarations of a module in this project's words for types, as another reader found them. */
export interface IndependentReading {
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  readonly memories: readonly string[];
  readonly tables: readonly string[];
}

/** wasmparser has it and does not export it. */
interface ITagType {
  readonly typeIndex: number;
}

/** wasmparser's states and codes: its own enumerations are `const`, which erased types cannot use. */
const STATE = {
  error: -1,
  section: 3,
  type: 11,
  import: 12,
  function: 13,
  table: 14,
  memory: 15,
  global: 39,
  export: 17,
  tag: 23,
};
const CODE = 10;
const KINDS: readonly ExternKind[] = ['function', 'table', 'memory', 'global', 'tag'];

const ABSTRACT: Readonly<Record<number, string>> = {
  [-12]: 'noexn',
  [-13]: 'nofunc',
  [-14]: 'noextern',
  [-15]: 'none',
  [-16]: 'func',
  [-17]: 'extern',
  [-18]: 'any',
  [-19]: 'eq',
  [-20]: 'i31',
  [-21]: 'struct',
  [-22]: 'array',
  [-23]: 'exn',
};
const NUMBERS: Readonly<Record<number, string>> = {
  [-1]: 'i32',
  [-2]: 'i64',
  [-3]: 'f32',
  [-4]: 'f64',
  [-5]: 'v128',
};
const NULLS: Readonly<Record<string, string>> = {
  noexn: 'nullexnref',
  nofunc: 'nullfuncref',
  noextern: 'nullexternref',
  none: 'nullref',
};
const [REF, REF_NULL] = [-28, -29];

/** Of one spelling: a nullable reference to an abstract type goes by its short name. */
export function shortName(text: string): string {
  return text.replaceAll(/\(ref null ([a-z]\w*)\)/g, (_, heap: string) => NULLS[heap] ?? `${heap}ref`);
}

function typeText(type: Type): string {
  if ('ref_index' in type) {
    const index = Number(type.ref_index);
    const heap = ABSTRACT[index] ?? String(index);
    return shortName(`(ref ${type.kind === REF_NULL ? 'null ' : ''}${heap})`);
  }
  const number = NUMBERS[type.code];
  if (number !== undefined) return number;
  const heap = ABSTRACT[type.code] ?? `? ${type.code} ${REF}`;
  return NULLS[heap] ?? `${heap}ref`;
}

const typesText = (types: readonly Type[]) => types.map(typeText).join(',');

function functionText({ params = [], returns = [] }: ITypeEntry): string {
  return `(${typesText(params)})->${returns.length === 1 ? typesText(returns) : `(${typesText(returns)})`}`;
}

const limitsText = ({ initial, maximum }: { initial: number; maximum?: number }) =>
  `${initial}..${maximum ?? ''}`;
const tableText = ({ elementType, limits }: ITableType) =>
  `table ${typeText(elementType)} ${limitsText(limits)}`;
const memoryText = ({ limits, shared }: IMemoryType) =>
  `memory ${limitsText(limits)}${shared ? ' shared' : ''}`;
const globalText = ({ type: { contentType, mutability } }: IGlobalVariable) =>
  `global ${typeText(contentType)}${mutability === 0 ? '' : ' mut'}`;

/**
 * What wasmparser reads. It knows neither 64-bit limits (it takes them for 32-bit ones) nor filled tables; its answers to
 * those are wrong or an error.
 */
export function readIndependently(bytes: Uint8Array<ArrayBuffer>): IndependentReading {
  const types: ITypeEntry[] = [];
  const index: Record<ExternKind, string[]> = { function: [], table: [], memory: [], global: [], tag: [] };
  const [imports, exports]: [string[], string[]] = [[], []];
  const signatureOf = (typeIndex: number | undefined) =>
    functionText(types[typeIndex ?? -1] ?? { form: 0, params: [] });
  const tagText = ({ typeIndex }: ITagType) => `tag (${typesText(types[typeIndex]?.params ?? [])})`;

  const reader = new BinaryReader();
  reader.setData(bytes.buffer, bytes.byteOffset, bytes.length);
  while (reader.read()) {
    const { result } = reader;
    switch (reader.state as number) {
      case STATE.error:
        throw reader.error;
      case STATE.section:
        if (([CODE, 0, 9, 11] as number[]).includes((result as { id: number }).id)) reader.skipSection();
        break;
      case STATE.type:
        types.push({ ...(result as ITypeEntry) });
        break;
      case STATE.import: {
        const { kind, funcTypeIndex, type } = result as IImportEntry;
        const text = [
          () => signatureOf(funcTypeIndex),
          () => tableText(type as ITableType),
          () => memoryText(type as IMemoryType),
          () => globalText({ type } as IGlobalVariable),
          () => tagText(type as ITagType),
        ][kind]?.();
        index[KINDS[kind] ?? 'function'].push(text ?? '?');
        imports.push(text ?? '?');
        break;
      }
      case STATE.function:
        index.function.push(signatureOf((result as IFunctionEntry).typeIndex));
        break;
      case STATE.table:
        index.table.push(tableText(result as ITableType));
        break;
      case STATE.memory:
        index.memory.push(memoryText(result as IMemoryType));
        break;
      case STATE.tag:
        index.tag.push(tagText(result as ITagType));
        break;
      case STATE.global:
        index.global.push(globalText(result as IGlobalVariable));
        break;
      case STATE.export: {
        const { kind, index: at } = result as IExportEntry;
        exports.push(index[KINDS[kind] ?? 'function'][at] ?? '?');
        break;
      }
    }
  }
  return { imports, exports, memories: index.memory, tables: index.table };
}
