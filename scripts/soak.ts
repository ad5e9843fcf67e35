/**
 * The promises of SECURITY.md at full numbers, which `npm test` keeps at small ones: `npm run soak`, or parts of it,
 * `npm run soak -- hostile`. Prints what held how often; exits with 1 where a promise was broken. Of the parts `wasm` and `install`: `--count N`
 * runs fewer cases, `--seed N` others, `--case N` looks at a single one. Of the part `relay`: `--minutes N`, an hour if not said.
 */
import { parseArgs } from 'node:util';
import { formatMachine } from './bench/table.ts';
import { machineFacts } from './bench/machine.ts';
import { blobs } from './soak/blobs.ts';
import { convergence } from './soak/convergence.ts';
import type { Finding } from './soak/finding.ts';
import { hostile } from './soak/hostile.ts';
import { install } from './soak/install.ts';
import { meadowcap } from './soak/meadowcap.ts';
import { relaySoak } from './soak/relay.ts';
import { splitView } from './soak/split-view.ts';
import { standing } from './soak/standing.ts';
import { twoTabsSoak } from './soak/two-tabs.ts';
import { wasmBombs } from './soak/wasm-bombs.ts';
import { wasm, type WasmSoakOptions } from './soak/wasm.ts';

type SoakOptions = WasmSoakOptions & { readonly minutes?: number | undefined };

/** A part is a file that says what it found. */
const PARTS: Readonly<Record<string, (options: SoakOptions) => Promise<Finding[]>>> = {
  hostile: () => hostile(),
  relay: ({ minutes = 60 }) => relaySoak({ minutes, judges: true }),
  install,
  meadowcap: () => meadowcap(),
  'split-view': splitView,
  standing,
  convergence,
  blobs,
  'two-tabs': twoTabsSoak,
  wasm,
  bombs: wasmBombs,
};

function usage(sentence: string): never {
  console.error(
    `${sentence}\nnpm run soak -- [${Object.keys(PARTS).join('] [')}] [--count N] [--seed N] [--case N] [--minutes N]`,
  );
  process.exit(2);
}

function readArguments() {
  const number = { type: 'string' } as const;
  try {
    return parseArgs({
      options: { count: number, seed: number, case: number, minutes: number },
      allowPositionals: true,
    });
  } catch (thrown) {
    return usage(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) return usage(`${text} is no number.`);
  return Number(text);
}

const { values, positionals: asked } = readArguments();
const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) usage(`There is no part ${unknown.join(', ')}.`);
const options: SoakOptions = {
  count: numberOf(values.count),
  seed: numberOf(values.seed),
  only: numberOf(values.case),
  minutes: numberOf(values.minutes),
};

console.log(`${formatMachine(machineFacts())}\n`);
let broken = 0;
for (const [name, soak] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.error(`soak: ${name}.`);
  const start = performance.now();
  const findings = await soak(options);
  console.log(`${name}, ${((performance.now() - start) / 1000).toFixed(0)} s`);
  for (const finding of findings) {
    broken += finding.broken;
    const verdict = finding.broken === 0 ? 'held' : `BROKEN ${finding.broken} times`;
    console.log(
      `  ${finding.what}: ${finding.runs.toLocaleString('en')} runs, ${verdict}${finding.measured === undefined ? '' : `; ${finding.measured}`}`,
    );
  }
  console.log('');
}
process.exitCode = broken === 0 ? 0 : 1;
