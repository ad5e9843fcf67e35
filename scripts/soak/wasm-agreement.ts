import type { WasmReport } from '../../src/core/wasm/wasm-report.ts';

/**
 * Where we refuse on purpose what V8 takes (src/core/wasm/README.md): by the reason that begins the failed check's sentence.
 * A binary beyond a limit is called unsupported, and may be more than the engine asks as well.
 */
const STRICTER = ['element-type', 'heap-type', 'tag-attribute'];

/** Whether a report says less than the engine for a reason that is written down. */
export function isDocumentedDifference({ verdict, checks }: WasmReport): boolean {
  const failed = checks.find(({ ok }) => !ok);
  if (verdict === 'unsupported' && failed?.name === 'limits') return true;
  return verdict === 'invalid' && STRICTER.some((reason) => failed?.reason?.startsWith(reason) === true);
}

function listed(descriptors: readonly { module?: string; name: string; kind: string }[]): string {
  return JSON.stringify(descriptors.map(({ module, name, kind }) => [module ?? '', name, kind]));
}

/**
 * Where a report contradicts the engine that runs this: `valid` if and only if the engine validates the bytes, documented
 * differences apart, and the same imports and exports in the same order.
 *
 * @returns the difference in a sentence, or nothing.
 */
export function engineDisagreement(bytes: Uint8Array<ArrayBuffer>, report: WasmReport): string | undefined {
  const taken = WebAssembly.validate(bytes);
  if (taken !== (report.verdict === 'valid')) {
    if (taken && isDocumentedDifference(report)) return undefined;
    const reason = report.checks.find(({ ok }) => !ok)?.reason ?? 'no reason';
    return `the engine ${taken ? 'takes' : 'refuses'} what is called ${report.verdict} (${reason})`;
  }
  if (!taken) return undefined;
  const module = new WebAssembly.Module(bytes);
  if (listed(report.imports) !== listed(WebAssembly.Module.imports(module))) return 'other imports';
  if (listed(report.exports) !== listed(WebAssembly.Module.exports(module))) return 'other exports';
  return undefined;
}
