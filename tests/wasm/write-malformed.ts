import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MALFORMED } from './malformed.ts';
import { SOUND } from './malformed/sound.ts';

/**
 * `node tests/wasm/write-malformed.ts DIR` writes every hand-made binary as a file, and `index.jsonl` with a line for each in
 * the order of their names: what `gen verify --json DIR/*.wasm` must say of it, and which rule it shows.
 */
const [, , folder] = process.argv;
if (folder === undefined) {
  console.error('usage: node tests/wasm/write-malformed.ts DIR');
  process.exit(2);
}

interface Expected {
  readonly verdict: 'invalid' | 'unsupported' | 'valid';
  readonly part: string;
  readonly rule: string;
  readonly reason?: string;
  readonly bytes: Uint8Array;
}

const expected: Expected[] = [
  ...Object.entries(MALFORMED).flatMap(([part, cases]) =>
    cases.map(({ rule, reason, bytes }) => ({ verdict: 'invalid' as const, part, rule, reason, bytes })),
  ),
  ...Object.entries(SOUND).flatMap(([part, cases]) =>
    cases.map(({ rule, lacking, bytes }) => ({
      verdict: lacking === undefined ? ('valid' as const) : ('unsupported' as const),
      part: `sound ${part}`,
      rule,
      bytes,
    })),
  ),
];

mkdirSync(folder, { recursive: true });
const lines = expected.map(({ bytes, ...rest }, at) => {
  const file = `${String(at + 1).padStart(4, '0')}.wasm`;
  writeFileSync(join(folder, file), bytes);
  return JSON.stringify({ file, ...rest });
});
writeFileSync(join(folder, 'index.jsonl'), `${lines.join('\n')}\n`);
console.log(`${expected.length} binaries in ${folder}`);
