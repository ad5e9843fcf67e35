import { POLICY_LEVELS, type PolicyLevel } from '../../src/core/wasm/policy-level.ts';
import type { Judged } from './judge.ts';
import { columns, count } from './table.ts';

type Tally = ReadonlyMap<string, number>;

function tallied(values: Iterable<string>): Tally {
  const tally = new Map<string, number>();
  for (const value of values) tally.set(value, (tally.get(value) ?? 0) + 1);
  return new Map([...tally].toSorted(([, a], [, b]) => b - a));
}

/** Glue that names a file of its package is one kind, whatever the file is called. */
function kindOf(module: string): string {
  if (/^\.\/.*_bg\.js$/.test(module)) return './*_bg.js';
  if (module.startsWith('GOT.')) return 'GOT.*';
  return module.startsWith('__wbindgen_') ? '__wbindgen_*' : module;
}

/** The level that a whole package asks for is the highest of its binaries'. */
function levelOfPackages(judged: readonly Judged[]): Map<string, PolicyLevel> {
  const highest = new Map<string, PolicyLevel>();
  for (const { package: name, level } of judged) {
    if (level === undefined) continue;
    const known = highest.get(name);
    if (known === undefined || POLICY_LEVELS.indexOf(level) > POLICY_LEVELS.indexOf(known)) {
      highest.set(name, level);
    }
  }
  return highest;
}

/** How many each level admits: those of the levels before it too. */
export function admitted(
  judged: readonly Judged[],
): { level: PolicyLevel; modules: number; packages: number }[] {
  const packages = [...levelOfPackages(judged).values()];
  return POLICY_LEVELS.map((level, place) => {
    const within = (needed: PolicyLevel | undefined) =>
      needed !== undefined && POLICY_LEVELS.indexOf(needed) <= place;
    return {
      level,
      modules: judged.filter((entry) => within(entry.level)).length,
      packages: packages.filter(within).length,
    };
  });
}

function lines(title: string, tally: Tally, of: string): string[] {
  const rows = [...tally].map(([name, times]) => [`  ${name}`, count(times)]);
  return [`${title} (${of})`, ...columns(rows, 1)];
}

/** What the whole corpus says, in numbers. */
export function summary(judged: readonly Judged[]): string {
  const packages = new Set(judged.map(({ package: name }) => name)).size;
  const levels = admitted(judged).map(({ level, modules, packages: of }) => [
    `  ${level}`,
    count(modules),
    count(of),
  ]);
  const perPackage = new Set(
    judged.flatMap((entry) =>
      entry.importsFrom.map((module) => JSON.stringify([entry.package, kindOf(module)])),
    ),
  );
  const from = tallied([...perPackage].map((pair) => (JSON.parse(pair) as [string, string])[1]));
  const known = new Map([...from].filter(([, times]) => times > 1));
  const disagreements = judged.filter(({ disagreement }) => disagreement !== undefined).length;
  return [
    `${count(judged.length)} binaries, ${count(packages)} packages; ${disagreements} disagreements with the engine`,
    '',
    ...lines('verdicts', tallied(judged.map(({ verdict }) => verdict)), 'binaries'),
    '',
    ...columns([['admitted by level', 'binaries', 'packages'], ...levels], 1),
    '',
    ...lines('imports from', known, `packages; ${from.size - known.size} more names in one package each`),
    '',
    ...lines('findings', tallied(judged.flatMap(kindsOf)), 'binaries'),
    '',
    ...lines('features declared', tallied(judged.flatMap(({ features }) => features)), 'binaries'),
  ].join('\n');
}

function kindsOf({ findings }: Judged): string[] {
  return [...new Set(findings.map(({ kind, sure }) => `${kind}, ${sure}`))];
}
