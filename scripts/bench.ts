/**
 * Measures what DESIGN promises and prints a table: `npm run bench`, or parts of it, `npm run bench -- publish sync`.
 * `--large` measures the larger catalogues too, `--json` prints for programs. No figure here fails anything.
 */
import { parseArgs } from 'node:util';
import { browserValidationPart } from './bench/browser-validation.ts';
import { machineFacts } from './bench/machine.ts';
import type { Measurement } from './bench/measurement.ts';
import { peerValidationPart } from './bench/peer-validation.ts';
import { publishPart } from './bench/publish.ts';
import { startPart } from './bench/start.ts';
import { syncPart } from './bench/sync.ts';
import { formatMachine, formatPart } from './bench/table.ts';
import { validationPart } from './bench/validation.ts';

/** Several tables may answer to one name: `key` tells them apart. */
interface Part {
  readonly name: string;
  readonly key: string;
  readonly title: string;
  measure(options: { readonly large: boolean }): Promise<Measurement[]>;
}

const PARTS: readonly Part[] = [
  {
    name: 'publish',
    key: 'publish',
    title: 'publish on A → visible on B, through a relay process (A and B share a Node process)',
    measure: publishPart,
  },
  {
    name: 'sync',
    key: 'sync',
    title: 'fresh device → searchable catalogue, over loopback (Node, documents kept in memory)',
    measure: syncPart,
  },
  {
    name: 'start',
    key: 'start',
    title: 'start without a network: navigation in a new browser process → list "Modules" shows modules',
    measure: startPart,
  },
  { name: 'wasm', key: 'wasm', title: 'validation: the report on a binary (Node)', measure: validationPart },
  {
    name: 'wasm',
    key: 'wasm-browser',
    title: "validation: the report on a binary (Chromium, the validator worker's code in a worker)",
    measure: browserValidationPart,
  },
  {
    name: 'wasm',
    key: 'wasm-peers',
    title: 'validation: JavaScript validators and readers beside our report (Node)',
    measure: peerValidationPart,
  },
];

const NAMES: readonly string[] = [...new Set(PARTS.map(({ name }) => name))];

function usage(sentence: string): never {
  console.error(`${sentence}\nnpm run bench -- [${NAMES.join('] [')}] [--large] [--json]`);
  process.exit(2);
}

const OPTIONS = {
  large: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

function readArguments() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (thrown) {
    return usage(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

const { values, positionals } = readArguments();
const unknown = positionals.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) usage(`There is no part ${unknown.join(', ')}.`);

const machine = machineFacts();
if (!values.json) console.log(`${formatMachine(machine)}\n`);
const measured: Record<string, Measurement[]> = {};
for (const { name, key, title, measure } of PARTS) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.error(`bench: measuring ${key}.`);
  measured[key] = await measure({ large: values.large });
  if (!values.json) console.log(`${formatPart(title, measured[key])}\n`);
}
if (values.json) console.log(JSON.stringify({ machine, measured }, undefined, 2));
