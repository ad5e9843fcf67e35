import { openValidatorProcesses } from '../../src/adapters/node/validator-processes.ts';
import { table } from '../../src/cli/output.ts';
import { toGenError } from '../../src/core/errors.ts';
import { DEFAULT_MAX_SIZE } from '../../src/core/wasm/size-limit.ts';
import { FULL_MODULE } from '../../tests/wasm/binary.ts';
import * as bombs from '../../tests/wasm/bombs.ts';
import { judgeAlone } from '../../tests/wasm/judge-alone.ts';
import type { Finding } from './finding.ts';

const MIB = 1024 * 1024;
/** Above the 768 MiB that the blocks of large functions may need. */
const MOST_GROWN = 1024 * MIB;
/** Milliseconds for a process that only measures; the pool's own limit is `LIMIT`. */
const PATIENCE = 60_000;
const LIMIT = 5_000;

type Bomb = () => Uint8Array<ArrayBuffer>;

const BOMBS: readonly (readonly [name: string, bomb: Bomb])[] = [
  ['100 memories of 4 GiB', () => bombs.largestMemories(100)],
  ['100,000 memories of 4 GiB', () => bombs.largestMemories(100_000)],
  ['100,000 tables of ten million entries', () => bombs.largestTables(100_000)],
  ['1,000,000 functions', () => bombs.manyFunctions(1_000_000)],
  ['1,800,000 nested blocks', () => bombs.nestedBlocks(1_800_000)],
  ['1,800,000 nested blocks, in 9 functions', () => bombs.nestedBlocks(1_800_000, 0, 9)],
  ['5,000,000 nested blocks', () => bombs.nestedBlocks(5_000_000)],
  ['30,000 nested blocks of 1,000 results', () => bombs.nestedBlocks(30_000, 1_000)],
  ['1,000,000 nested blocks of 1,000 results', () => bombs.nestedBlocks(1_000_000, 1_000)],
  ['a branch table of 60,000,000 entries', () => bombs.longBranchTable(60_000_000)],
  ['500,000 functions of 50,000 locals', () => bombs.manyLocals(500_000, 50_000)],
  ['a gigabyte announced in 20 bytes', () => bombs.gigabyteAnnounced()],
  ['4,000,000 names', () => bombs.manyNames(4_000_000)],
  ['1,000,000 exports', () => bombs.manyExports(1_000_000)],
  ['250,000 exports', () => bombs.manyExports(250_000)],
  ['100,000 imports of a type of 2,000 values', () => bombs.manyImports(100_000)],
  ['1,000,000 imports of a type of 2,000 values', () => bombs.manyImports(1_000_000)],
  ['1,000,000 types', () => bombs.manyTypes(1_000_000)],
  ['1,000,000 types in one group', () => bombs.oneRecursionGroup(1_000_000)],
  ['100,000 types in one group', () => bombs.oneRecursionGroup(100_000)],
  ['100,000 types, each below the one before', () => bombs.subtypeChain(100_000)],
  ['1,000,000 custom sections', () => bombs.manyCustomSections(1_000_000)],
  ['1,000,000 globals', () => bombs.manyGlobals(1_000_000)],
  ['10,000,000 elements', () => bombs.manyElements(10_000_000)],
  ['1,000,000 nested components', () => bombs.nestedComponents(1_000_000)],
  ['calls of 2,000 values, 4.9 MB', () => bombs.slowCalls(4_900_000)],
  ['calls of 2,000 values, 60 MB', () => bombs.slowCalls(60_000_000)],
  ['branches to 60,000 wide blocks, 60 MB', () => bombs.slowBranches(60_000_000)],
  ['branches to 20,000 blocks of 300 results, 25 MB', () => bombs.slowBranches(25_000_000, 20_000, 300)],
  ['arrays out of nothing, 0.1 MB', () => bombs.slowArrays(100_000)],
  ['arrays out of nothing, 60 MB', () => bombs.slowArrays(60_000_000)],
  ['structs out of nothing, 60 MB', () => bombs.slowStructs(60_000_000)],
];

/**
 * Small or sparse files that would cost much, at whole numbers: each gives a report or a typed error, in bounded memory, and
 * the pool judges the next file after it.
 */
export async function wasmBombs(): Promise<Finding[]> {
  const pool = openValidatorProcesses({ size: 1, timeLimit: LIMIT });
  const rows: string[][] = [];
  let crashed = 0;
  let large = 0;
  let stuck = 0;
  let most = 0;
  try {
    for (const [name, bomb] of BOMBS) {
      const bytes = bomb();
      const size = bytes.length;
      const { verdict, reason = '', time = NaN, grown = 0 } = await judgeAlone(bytes, PATIENCE);
      const inPool = await said(pool.validate(bytes.buffer, { maxSize: DEFAULT_MAX_SIZE }));
      const next = await said(pool.validate(FULL_MODULE.slice().buffer, { maxSize: DEFAULT_MAX_SIZE }));
      if (verdict === 'crashed' || inPool === 'validator-crashed') crashed += 1;
      if (grown > MOST_GROWN) large += 1;
      if (next !== 'valid') stuck += 1;
      most = Math.max(most, grown);
      rows.push([
        name,
        `${(size / 1e6).toFixed(2)} MB`,
        `${time.toFixed(0)} ms`,
        `${(grown / MIB).toFixed(0)} MiB`,
        inPool,
        reason.slice(0, 70),
      ]);
    }
  } finally {
    pool.close();
  }
  const heading = ['bomb', 'file', 'alone', 'grown', 'in the pool', 'why'];
  for (const line of table([heading, ...rows])) console.log(line);
  const measured = `at most ${(most / MIB).toFixed(0)} MiB`;
  const runs = BOMBS.length;
  return [
    { what: 'a bomb ends in a report or a typed error', runs, broken: crashed },
    { what: 'a bomb takes no more than 1,024 MiB', runs, broken: large, measured },
    { what: 'after a bomb the next file is judged', runs, broken: stuck },
  ];
}

/** A verdict, or why there is none. */
async function said(report: Promise<{ readonly verdict: string }>): Promise<string> {
  try {
    return (await report).verdict;
  } catch (error) {
    return toGenError(error).reason === 'validation' ? 'killed' : toGenError(error).reason;
  }
}
