import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Run by `independent-reader.test.ts` as `node --experimental-wasm-type-reflection`: each line of stdin is the path of a
 * binary or, after `base64:`, the binary; each line of stdout what the engine says of its imports and exports, in this
 * project's words, or `null` for a binary that it refuses.
 */

/** V8's own, by type reflection; a tag comes without. */
interface EngineExtern {
  readonly kind: string;
  readonly type?: {
    readonly parameters?: readonly string[];
    readonly results?: readonly string[];
    readonly element?: string;
    readonly value?: string;
    readonly mutable?: boolean;
    readonly minimum?: number | bigint;
    readonly maximum?: number | bigint;
    readonly shared?: boolean;
    readonly address?: string;
  };
}

function typeText({ kind, type = {} }: EngineExtern): string {
  const { results = [] } = type;
  const named = `${kind}${type.address === 'i64' ? '64' : ''}`;
  const limits = `${type.minimum}..${type.maximum ?? ''}`;
  switch (kind) {
    case 'function':
      return `(${type.parameters?.join(',')})->${results.length === 1 ? results[0] : `(${results.join(',')})`}`;
    case 'table':
      return `${named} ${type.element} ${limits}`;
    case 'memory':
      return `${named} ${limits}${type.shared === true ? ' shared' : ''}`;
    case 'global':
      return `global ${type.value}${type.mutable === true ? ' mut' : ''}`;
    default:
      return kind;
  }
}

function externsOf(line: string): { imports: string[]; exports: string[] } | null {
  const [, encoded] = line.split('base64:');
  const bytes = encoded === undefined ? readFileSync(line) : Uint8Array.from(Buffer.from(encoded, 'base64'));
  if (!WebAssembly.validate(bytes)) return null;
  const module = new WebAssembly.Module(bytes);
  return {
    imports: (WebAssembly.Module.imports(module) as EngineExtern[]).map(typeText),
    exports: (WebAssembly.Module.exports(module) as EngineExtern[]).map(typeText),
  };
}

for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(externsOf(line)));
