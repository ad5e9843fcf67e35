/**
 * Measures what DESIGN promises and prints a table: `npm run bench`, or parts of it, `npm run bench -- publish sync`.
 * `--large` measures the larger catalogues too, `--catalogue FILE` searches real modules, once for each file, `--json` prints
 * for programs. No figure here fails anything.
 */
import { parseArgs } from 'node:util';
import { browserValidationPart } from './bench/browser-validation.ts';
import { installPart } from './bench/install.ts';
import { engineWorkPart } from './bench/engine-work.ts';
import { formatFigures, type FigureTable } from './bench/figure-table.ts';
import { machineFacts } from './bench/machine.ts';
import type { Measurement } from './bench/measurement.ts';
import type { BenchOptions } from './bench/options.ts';
import { peerValidationPart } from './bench/peer-validation.ts';
import { publishPart } from './bench/publish.ts';
import { relayLoadPart } from './bench/relay-load.ts';
import { relevancePart } from './bench/relevance.ts';
import { resolvePart } from './bench/resolve.ts';
import { searchPart } from './bench/search.ts';
import { startPart } from './bench/start.ts';
import { syncPart } from './bench/sync.ts';
import { formatMachine, formatPart } from './bench/table.ts';
import { validationPart } from './bench/validation.ts';

/** Several tables may answer to one name: `key` tells them apart. */
interface Part {
  readonly name: string;
  readonly key: string;
  readonly title: string;
  measure(options: BenchOptions): Promise<Measurement[]>;
}

/** What is measured by other columns, in as many tables as the options ask for. */
interface FigurePart {
  readonly name: string;
  tables(options: BenchOptions): AsyncIterable<FigureTable>;
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
    title:
      'fresh device → searchable catalogue, over loopback (the engine of a page in Node, tables and documents in memory)',
    measure: syncPart,
  },
  {
    name: 'sync',
    key: 'engine',
    title: 'records that come into an engine, and its start over what is stored (Node, in memory)',
    measure: engineWorkPart,
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

const FIGURE_PARTS: readonly FigurePart[] = [
  { name: 'sync', tables: relayLoadPart },
  { name: 'search', tables: searchPart },
  { name: 'relevance', tables: relevancePart },
  { name: 'resolve', tables: resolvePart },
  { name: 'install', tables: installPart },
];

const NAMES: readonly string[] = [...new Set([...PARTS, ...FIGURE_PARTS].map(({ name }) => name))];

function usage(sentence: string): never {
  console.error(
    `${sentence}\nnpm run bench -- [${NAMES.join('] [')}] [--large] [--catalogue FILE]… [--json]`,
  );
  process.exit(2);
}

const OPTIONS = {
  large: { type: 'boolean', default: false },
  catalogue: { type: 'string', multiple: true, default: [] as string[] },
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

const isAsked = (name: string): boolean => positionals.length === 0 || positionals.includes(name);
const options: BenchOptions = { large: values.large, catalogues: values.catalogue };

const machine = machineFacts();
if (!values.json) console.log(`${formatMachine(machine)}\n`);
const measured: Record<string, Measurement[] | FigureTable> = {};
for (const { name, key, title, measure } of PARTS) {
  if (!isAsked(name)) continue;
  console.error(`bench: measuring ${key}.`);
  const measurements = await measure(options);
  measured[key] = measurements;
  if (!values.json) console.log(`${formatPart(title, measurements)}\n`);
}
for (const { name, tables } of FIGURE_PARTS) {
  if (!isAsked(name)) continue;
  console.error(`bench: measuring ${name}.`);
  for await (const table of tables(options)) {
    measured[table.key] = table;
    if (!values.json) console.log(`${formatFigures(table)}\n`);
  }
}
if (values.json) console.log(JSON.stringify({ machine, measured }, undefined, 2));
