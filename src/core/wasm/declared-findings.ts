import type { Finding } from './finding.ts';
import type { Limits, WasmModule } from './module-shape.ts';

/**
 * Above what nearly all honest modules declare. Of 320 real ones (`npm run corpus`) two begin with 2 GiB, the others with
 * 128 MiB at most; the largest table has 42,170 elements, the largest data section 24.8 MB.
 */
const LARGE_MEMORY = 128n * 1024n * 1024n;
const HUGE_TABLE = 100_000n;
const HUGE_DATA = 16 * 1024 * 1024;

/**
 * Emscripten lets memory grow to 2 GiB by default; more than that, or no maximum (the default of Rust, and up to 4 GiB
 * then), is worth a line. An imported memory is bounded by whoever hands it in.
 */
const USUAL_MAXIMUM = 2n ** 31n;

const DATA_SECTION = 11;

/** What the declarations alone say: certain, each of them. */
export function declaredFindings(module: WasmModule): Finding[] {
  const { memories, tableTypes, sections, start } = module;
  const data = sections.find(({ id }) => id === DATA_SECTION);
  const imported = module.imports.filter(({ kind }) => kind === 'memory').length;
  return [
    ...memories.flatMap((memory, index) => memoryFindings(module, memory, index, index < imported)),
    ...tableTypes.flatMap(tableFindings),
    ...(data !== undefined && data.size > HUGE_DATA
      ? [certain('huge-data', `the data section has ${data.size} bytes, at byte ${data.offset}`)]
      : []),
    ...(start === undefined
      ? []
      : [certain('start-function', `function ${start} runs as soon as the module is instantiated`)]),
  ];
}

function certain(kind: Finding['kind'], evidence: string): Finding {
  return { kind, sure: 'certain', evidence };
}

function memoryFindings(
  { memoryTypes }: WasmModule,
  { min, max }: Limits,
  index: number,
  imported: boolean,
): Finding[] {
  const type = memoryTypes[index] ?? '';
  const page = type.endsWith(' page 1') ? 1n : 65_536n;
  const which = `memory ${index} (${type})`;
  const large = min * page > LARGE_MEMORY;
  const grows = !imported && min !== max && (max === undefined || max * page > USUAL_MAXIMUM);
  const most = max === undefined ? 'without a maximum' : `to ${max * page} bytes`;
  return [
    ...(large ? [certain('large-memory', `${which} begins with ${min * page} bytes`)] : []),
    ...(grows ? [certain('growing-memory', `${which} may grow ${most}`)] : []),
  ];
}

function tableFindings(type: string, index: number): Finding[] {
  const least = /(\d+)\.\.\d*$/.exec(type)?.[1] ?? '0';
  return BigInt(least) > HUGE_TABLE
    ? [certain('huge-table', `table ${index} (${type}) begins with ${least} elements`)]
    : [];
}
