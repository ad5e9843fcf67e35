import { posix } from 'node:path';

/** `worker` is `new URL('./x.ts', import.meta.url)`: it starts another process, and loads nothing into this one. */
export interface Import {
  readonly specifier: string;
  readonly kind: 'value' | 'type' | 'worker';
  readonly line: number;
}

/** oxfmt puts each statement at the start of its line and quotes with `'`: that is what these patterns rest on. */
const STATEMENT = /^(?:import|export)(\s+type)?\s+(?:[\w*{][^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const CALL = /(?<![\w.'"`])import\(\s*['"]([^'"]+)['"]/g;
const WORKER = /new URL\(\s*['"](\.[^'"]+\.tsx?)['"],\s*import\.meta\.url/g;

/** Every import of a source text, in no particular order. */
export function importsOf(text: string): readonly Import[] {
  const lineAt = (index: number) => text.slice(0, index).split('\n').length;
  const code = text.replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, (comment) => ' '.repeat(comment.length));
  return [
    ...Array.from(code.matchAll(STATEMENT), (match): Import => ({
      specifier: match[2] ?? '',
      kind: match[1] === undefined ? 'value' : 'type',
      line: lineAt(match.index),
    })),
    ...Array.from(code.matchAll(CALL), (match): Import => ({
      specifier: match[1] ?? '',
      kind: 'value',
      line: lineAt(match.index),
    })),
    ...Array.from(code.matchAll(WORKER), (match): Import => ({
      specifier: match[1] ?? '',
      kind: 'worker',
      line: lineAt(match.index),
    })),
  ];
}

/** Path that a relative specifier means; `undefined` for a package. Vite's `?url` and the like are left off. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
}

/** Nothing of its own: only re-exports, or `export *` from anywhere. */
export function isBarrel(text: string): boolean {
  if (/^export\s+(?:type\s+)?\*/m.test(text)) return true;
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const rest = code.replaceAll(/^export\s+(?:type\s+)?\{[^}]*\}\s+from\s+['"][^'"]+['"];?/gm, '');
  return rest.length < code.length && rest.trim() === '';
}
