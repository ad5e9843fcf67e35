import { abilitiesOf } from '../core/wasm/abilities.ts';
import type { WasmReport } from '../core/wasm/wasm-report.ts';
import { byteCount, printable } from './output.ts';

/** Of a list for people; `--json` has all. */
const MOST_SHOWN = 10;
const MOST_CHARACTERS = 100;
const INDENT = 11;

/** Nothing is known of what a binary asks for that could not be read. */
function wasRead({ checks }: WasmReport): boolean {
  return checks.some(({ name, ok }) => name === 'structure' && ok);
}

/** The keys and their order are a contract with scripts. `sha256` is null for a file too large to be read. */
export function reportJson(file: string, report: WasmReport): string {
  const { verdict, size, sha256 = null, checks, imports, exports, layer = null } = report;
  const { needs, memories, tables, custom, findings } = report;
  const abilities = wasRead(report) ? abilitiesOf(imports) : [];
  const contract = { file, verdict, size, sha256, checks, imports, exports };
  const more = { layer, needs, memories, tables, custom, findings, abilities };
  return JSON.stringify({ ...contract, ...more });
}

/** A report for people, most important first: verdict, why, what it is, what it can do, what deserves a look. */
export function reportLines(file: string, report: WasmReport): string[] {
  const { verdict, size, sha256, checks, needs, memories, findings } = report;
  const failed = checks.filter(({ ok }) => !ok);
  return [
    `${file}: ${verdict}`,
    ...failed.flatMap(({ name, reason = 'failed' }) => item(name, [reason])),
    ...item('size', [size < 1000 ? `${size} bytes` : `${byteCount(size)} (${size} bytes)`]),
    ...item('sha256', sha256 === undefined ? [] : [sha256]),
    ...(wasRead(report)
      ? [
          ...item('made with', madeWith(report)),
          ...item('can do', canDo(report)),
          ...item('needs', needs.length === 0 ? [] : [needs.join(', ')]),
          ...item('memory', cut(memories.map((type) => type.replace(/^memory /u, '')))),
          ...item('exports', exported(report)),
          ...item(
            'look at',
            cut(findings.map(({ kind, sure, evidence }) => `${kind} (${sure}): ${evidence}`)),
          ),
        ]
      : []),
  ].map(printable);
}

/** One thing, its first line beside its name and the others below that. */
function item(name: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => {
    const text = line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
    return `  ${(index === 0 ? name : '').padEnd(INDENT)}${text}`;
  });
}

function cut(lines: readonly string[]): string[] {
  if (lines.length <= MOST_SHOWN) return [...lines];
  return [...lines.slice(0, MOST_SHOWN), `and ${lines.length - MOST_SHOWN} more`];
}

function madeWith({ custom: { producers } }: WasmReport): string[] {
  return cut(producers.map(({ name, version }) => `${name} ${version}`.trimEnd()));
}

function canDo({ imports }: WasmReport): string[] {
  const abilities = abilitiesOf(imports);
  return imports.length === 0
    ? abilities.map(({ words }) => words)
    : abilities.map(({ words, count }) => (count > 1 ? `${words}: ${count} imports` : words));
}

/** Functions first: they are what it is there for. */
function exported({ exports }: WasmReport): string[] {
  const isFunction = ({ kind }: WasmReport['exports'][number]) => kind === 'function' || kind === 'func';
  const others = exports.filter((entry) => !isFunction(entry));
  return cut([...exports.filter(isFunction), ...others].map(({ name, type }) => `${name} ${type}`));
}
