/**
 * Runs every stage, also after a failing one, and closes with one line for the whole: `N passed, N failed`.
 * `npm test -- unit e2e` runs those alone; `check` means format, lint, types and unused.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { closingLine, countPlaywright, countVitest, judged, readReport, sum } from './test/counts.ts';
import type { Counts } from './test/counts.ts';

const ROOT = dirname(import.meta.dirname);
const REPORTS = mkdtempSync(join(tmpdir(), 'gen-registry-test-'));

interface Stage {
  readonly name: string;
  readonly group?: 'check';
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
  /** What a test runner reported; a stage without it counts as one test. */
  readonly count?: () => Counts | undefined;
}

const unitReport = join(REPORTS, 'unit.json');
const e2eReport = join(REPORTS, 'e2e.json');

const STAGES: readonly Stage[] = [
  { name: 'format', group: 'check', command: ['oxfmt', '--check'] },
  { name: 'lint', group: 'check', command: ['oxlint', '--deny-warnings'] },
  { name: 'types', group: 'check', command: ['node', 'scripts/types.ts'] },
  { name: 'unused', group: 'check', command: ['knip'] },
  {
    name: 'unit',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    count: () => readReport(unitReport, countVitest),
  },
  {
    name: 'e2e',
    command: ['playwright', 'test', '--reporter=line,json'],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport },
    count: () => readReport(e2eReport, countPlaywright),
  },
];

function run(stage: Stage): Promise<number> {
  const [command, ...args] = stage.command;
  const bin = join(ROOT, 'node_modules', '.bin');
  const env = {
    ...process.env,
    // Hundreds of processes load the same modules: each is compiled once.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'node'),
    ...stage.environment,
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
  };
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function chosen(names: readonly string[]): readonly Stage[] {
  const known = new Set(STAGES.flatMap(({ name, group }) => [name, group]));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    console.error(
      `No such stage: ${unknown.join(', ')}. There are ${[...known].filter(Boolean).join(', ')}.`,
    );
    process.exit(2);
  }
  if (names.length === 0) return STAGES;
  return STAGES.filter(
    ({ name, group }) => names.includes(name) || (group !== undefined && names.includes(group)),
  );
}

const stages = chosen(process.argv.slice(2));
const all: Counts[] = [];
const failing: string[] = [];
for (const stage of stages) {
  console.log(`\n── ${stage.name}: ${stage.command.slice(0, 2).join(' ')}`);
  const exitCode = await run(stage);
  const counts = judged(exitCode, stage.count === undefined ? 'one' : stage.count());
  all.push(counts);
  if (counts.failed > 0) failing.push(stage.name);
}
rmSync(REPORTS, { recursive: true, force: true });

const total = sum(all);
console.log(`\n${failing.length > 0 ? `Failing: ${failing.join(', ')}.` : 'All stages pass.'}`);
console.log(closingLine(total));
process.exitCode = total.failed > 0 ? 1 : 0;
