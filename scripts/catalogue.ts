/**
 * A catalogue for tests of scale, made up by a seed: `npm run catalogue -- --modules 100000 --releases 3 --seed 1 --out FILE`,
 * where FILE ends in `.jsonl`, or in `.gz` to be compressed. `gen import` publishes it, `gen search --catalogue` searches it.
 */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { generatedModules } from './catalogue/generated-modules.ts';

const OPTIONS = {
  modules: { type: 'string', default: '10000' },
  releases: { type: 'string', default: '3' },
  seed: { type: 'string', default: '1' },
  out: { type: 'string' },
} as const;
/** Lines that are written together. */
const TOGETHER = 256;

function usage(text: string): never {
  console.error(text);
  console.error('npm run catalogue -- --out FILE [--modules N] [--releases N] [--seed N]');
  return process.exit(2);
}

function readArguments() {
  try {
    const { out, ...sizes } = parseArgs({ options: OPTIONS }).values;
    if (out === undefined) return usage('Name the file that is made: --out FILE.');
    const [modules = 0, releases = 0, seed = 0] = [sizes.modules, sizes.releases, sizes.seed].map(Number);
    const isWhole = [modules, releases, seed].every((one) => Number.isSafeInteger(one) && one >= 0);
    if (!isWhole || releases === 0) return usage('Those are whole numbers, and a module has a release.');
    return { out, size: { modules, releases, seed } };
  } catch (thrown) {
    return usage(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function* chunks(modules: Iterable<unknown>): Generator<string> {
  let lines: string[] = [];
  for (const module of modules) {
    lines.push(`${JSON.stringify(module)}\n`);
    if (lines.length < TOGETHER) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

const { out, size } = readArguments();
const text = Readable.from(chunks(generatedModules(size)));
const file = createWriteStream(out);
await (out.endsWith('.gz') ? pipeline(text, createGzip(), file) : pipeline(text, file));
console.error(`${out}: ${size.modules} modules with ${size.releases} releases each, seed ${size.seed}.`);
