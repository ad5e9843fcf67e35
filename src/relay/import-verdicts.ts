import { setImmediate } from 'node:timers/promises';
import type { SignedImportRules } from '../core/view/namespace-import-rules.ts';
import type { WasmImport } from '../core/wasm/module-shape.ts';
import { outsidePolicy } from '../core/wasm/policy.ts';
import type { Examined } from './kept-reports.ts';

/** Characters of names between two turns of the relay's thread; each is held against as many as a hundred patterns. */
const TEXT_A_TURN = 2_000;

function* slices(imports: readonly WasmImport[]): Generator<readonly WasmImport[]> {
  let start = 0;
  let text = 0;
  for (const [at, { module, name }] of imports.entries()) {
    text += module.length + name.length + 1;
    if (text < TEXT_A_TURN) continue;
    yield imports.slice(start, at + 1);
    start = at + 1;
    text = 0;
  }
  yield imports.slice(start);
}

async function judge(imports: readonly WasmImport[], rules: SignedImportRules): Promise<WasmImport[]> {
  const outside: WasmImport[] = [];
  for (const slice of slices(imports)) {
    outside.push(...outsidePolicy(slice, rules));
    await setImmediate();
  }
  return outside;
}

interface Judged {
  /** The rules' text: they are read anew for each POST. */
  readonly rules: string;
  readonly outside: Promise<readonly WasmImport[]>;
}

const judged = new WeakMap<Examined, Judged>();

/**
 * The imports that rules do not admit: found once for each report and rules, by turns, so that others are served meanwhile.
 */
export function importsOutside(binary: Examined, rules: SignedImportRules): Promise<readonly WasmImport[]> {
  const { level, allow, deny } = rules;
  const text = JSON.stringify([level, allow, deny]);
  const known = judged.get(binary);
  if (known?.rules === text) return known.outside;
  const outside = judge(binary.imports, rules);
  judged.set(binary, { rules: text, outside });
  return outside;
}
