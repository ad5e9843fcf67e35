import { expect, test } from 'vitest';
import { readStream } from '../../src/core/wasm/read-stream.ts';
import { HEADER } from './binary.ts';
import * as bombs from './bombs.ts';
import { judgeAlone } from './judge-alone.ts';

const MIB = 1024 * 1024;
/** Far above what any of these needs; a process that judges nothing of note grows by some ten. */
const MOST_GROWN = 400 * MIB;
const TIME_LIMIT = 15_000;

/** What it is, what is said of it, the binary. Its whole numbers are those of `npm run soak -- bombs`. */
const BOMBS: readonly (readonly [name: string, verdict: string, bytes: Uint8Array<ArrayBuffer>])[] = [
  ['100 memories of 4 GiB', 'valid', bombs.largestMemories(100)],
  ['10,000 tables of ten million entries', 'valid', bombs.largestTables(10_000)],
  ['100,000 functions', 'valid', bombs.manyFunctions(100_000)],
  ['200,000 nested blocks', 'valid', bombs.nestedBlocks(200_000)],
  ['more nested blocks than a function may have', 'unsupported', bombs.nestedBlocks(2_500_000)],
  ['60,000 nested blocks of 1,000 results', 'unsupported', bombs.nestedBlocks(60_000, 1_000)],
  ['a branch table of a million entries', 'unsupported', bombs.longBranchTable(1_000_000)],
  ['500,000 functions of 50,000 locals', 'unsupported', bombs.manyLocals(500_000, 50_000)],
  ['a gigabyte announced in 20 bytes', 'invalid', bombs.gigabyteAnnounced()],
  ['100,000 names', 'valid', bombs.manyNames(100_000)],
  ['100,000 exports', 'valid', bombs.manyExports(100_000)],
  ['a million exports', 'unsupported', bombs.manyExports(1_000_000)],
  ['100,000 imports of a type of 2,000 values', 'valid', bombs.manyImports(100_000)],
  ['100,000 types', 'valid', bombs.manyTypes(100_000)],
  ['a million types', 'unsupported', bombs.manyTypes(1_000_000)],
  ['a million types that refer to each other', 'unsupported', bombs.oneRecursionGroup(1_000_000)],
  ['50,000 types, each below the one before', 'unsupported', bombs.subtypeChain(50_000)],
  ['100,000 custom sections', 'valid', bombs.manyCustomSections(100_000)],
  ['a million globals', 'valid', bombs.manyGlobals(1_000_000)],
  ['a million elements', 'valid', bombs.manyElements(1_000_000)],
  ['calls that give and take 2,000 values', 'unsupported', bombs.slowCalls(6_000_000)],
  ['branches to 60,000 blocks of 1,000 results', 'unsupported', bombs.slowBranches(1_000_000)],
  ['arrays of 10,000 elements, made out of nothing', 'unsupported', bombs.slowArrays(1_000_000)],
  ['structs of 10,000 fields, made out of nothing', 'unsupported', bombs.slowStructs(1_000_000)],
];

test.each(BOMBS)('%s: %s, in bounded memory', async (_, verdict, bytes) => {
  const judged = await judgeAlone(bytes, TIME_LIMIT);

  expect(judged).toMatchObject({ verdict });
  expect(judged.grown).toBeLessThan(MOST_GROWN);
});

test('deeply nested components end in a report', async () => {
  const { verdict, grown } = await judgeAlone(bombs.nestedComponents(100_000), TIME_LIMIT);

  expect(['component', 'unsupported', 'invalid']).toContain(verdict);
  expect(grown).toBeLessThan(MOST_GROWN);
});

test('an endless stream that begins like a module ends within a chunk of the limit', async () => {
  let given = 0;
  async function* endless() {
    for (let chunk = Uint8Array.from(HEADER); ; chunk = new Uint8Array(65_536)) {
      given += chunk.length;
      yield chunk;
    }
  }

  const read = await readStream(endless(), { maxSize: 1_000_000 });

  expect('size' in read).toBe(true);
  expect(given).toBeLessThanOrEqual(1_000_000 + 65_536);
});
