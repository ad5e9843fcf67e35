/**
 * Real modules of real packages, to measure what is said about binaries: `npm run corpus` fetches them into a git-ignored folder
 * and lists them; `--report` says of each what our report says, and exits with 1 where the engine says otherwise; `--json` prints
 * for programs. What is there is not fetched again.
 */
import { parseArgs } from 'node:util';
import { corpusBinaries, type CorpusBinary } from './corpus/binaries.ts';
import { fetchPackage } from './corpus/fetch-package.ts';
import { judge, type Judged } from './corpus/judge.ts';
import { CORPUS_PACKAGES } from './corpus/packages.ts';
import { summary } from './corpus/summary.ts';
import { columns, count } from './corpus/table.ts';

const AT_ONCE = 3;

const OPTIONS = {
  report: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

function readArguments() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : String(thrown));
    console.error('npm run corpus -- [--report] [--json]');
    return process.exit(2);
  }
}

/** @returns how many could not be had; the others are there. */
async function fetchAll(): Promise<number> {
  const queue = [...CORPUS_PACKAGES];
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const spec = `${next.name}@${next.version}`;
      try {
        if ((await fetchPackage(next)) === 'fetched') console.error(`corpus: fetched ${spec}.`);
      } catch (thrown) {
        failed += 1;
        const text = thrown instanceof Error ? thrown.message : String(thrown);
        console.error(`corpus: ${spec} is left out: ${text}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}

function listed(binaries: readonly CorpusBinary[]): string {
  const rows = binaries.map(({ package: name, file, size }) => [name, file, count(size)]);
  return columns([['package', 'file', 'bytes'], ...rows], 2).join('\n');
}

function reported(judged: readonly Judged[]): string {
  const head = [
    'package',
    'file',
    'verdict',
    'level',
    'toolchain',
    'findings',
    'bytes',
    'imports',
    'exports',
  ];
  const rows = judged.map((entry) => [
    entry.package,
    entry.file.length > 60 ? `…${entry.file.slice(-59)}` : entry.file,
    entry.verdict,
    entry.level ?? '–',
    entry.toolchain.length > 60 ? `${entry.toolchain.slice(0, 59)}…` : entry.toolchain,
    entry.findings.map(({ kind }) => kind).join(', '),
    count(entry.size),
    count(entry.imports),
    count(entry.exports),
  ]);
  const notes = judged.flatMap((entry) => [
    ...(entry.reason === undefined ? [] : [`${entry.package} ${entry.file}: ${entry.reason}`]),
    ...(entry.disagreement === undefined
      ? []
      : [`${entry.package} ${entry.file}: DISAGREEMENT: ${entry.disagreement}`]),
  ]);
  return [
    ...columns([head, ...rows], 6),
    '',
    ...notes,
    ...(notes.length > 0 ? [''] : []),
    summary(judged),
  ].join('\n');
}

const { report, json } = readArguments();
const failed = await fetchAll();
const binaries = corpusBinaries();
if (!report) {
  console.log(json ? JSON.stringify(binaries, undefined, 2) : listed(binaries));
} else {
  const judged: Judged[] = [];
  for (const binary of binaries) judged.push(await judge(binary));
  console.log(json ? JSON.stringify(judged, undefined, 2) : reported(judged));
  if (judged.some(({ disagreement }) => disagreement !== undefined)) process.exitCode = 1;
}
if (failed > 0) process.exitCode = 1;
