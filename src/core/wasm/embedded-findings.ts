import { highEntropy, WINDOW } from './entropy.ts';
import { findSignatures } from './find-signatures.ts';
import type { Finding } from './finding.ts';
import type { Section, WasmModule } from './module-shape.ts';

/** Of a file up to here all data is looked through; of a larger one a part: see `embeddedFindings`. */
const SMALL_FILE = 1_000_000;
const SMALL_BLOCK = 16 * 1024;
const BLOCK = 64 * 1024;
/** Of many blocks, one in so many. */
const ONE_IN = 8;
/** High windows in a row: one alone may be a table of a cipher. */
const LEAST_RUN = 2;

/** Then nothing further is searched for: a file of nothing but beginnings would be a million findings. */
const MOST_FOUND = 1000;

const DATA = 11;

/**
 * What the data section and the custom sections hold that looks like something else than data: files by their
 * signatures, and stretches of very high entropy by a window in each block.
 *
 * A report may cost a quarter more than the engine's validation and a hash. Of a file above 1 MB, unless seven eighths of
 * it are code, signatures are therefore looked for in the first block of each section, in one block of eight, and where high
 * entropy begins, as that of archives does; a file of another kind in between is missed.
 */
export function embeddedFindings(bytes: Uint8Array, { sections }: WasmModule): Finding[] {
  const looked = sections.filter(({ id }) => id === DATA || id === 0);
  const sum = looked.reduce((total, section) => total + section.size, 0);
  const whole = bytes.length <= SMALL_FILE || sum <= bytes.length / ONE_IN;
  const size = whole ? SMALL_BLOCK : BLOCK;
  const findings: Finding[] = [];
  for (const section of looked) addFindings(bytes, section, size, whole, findings);
  return findings;
}

interface Run {
  readonly from: number;
  readonly windows: number;
  readonly bits: number;
}

function addFindings(
  bytes: Uint8Array,
  section: Section,
  size: number,
  whole: boolean,
  findings: Finding[],
): void {
  const end = section.offset + section.size;
  let run: Run | undefined;
  let searched = section.offset;
  const search = (from: number, to: number) => {
    if (findings.length < MOST_FOUND) findings.push(...filesIn(bytes, Math.max(from, searched), to, section));
    searched = to;
  };
  const close = () => {
    if (run !== undefined && run.windows >= LEAST_RUN) findings.push(highRun(run, size, section));
    run = undefined;
  };
  for (let at = section.offset, index = 0; at < end; at += size, index += 1) {
    const next = Math.min(end, at + size);
    const bits = at + WINDOW <= end ? highEntropy(bytes, at) : undefined;
    const begins = bits !== undefined && run === undefined;
    if (bits === undefined) close();
    else run = { from: run?.from ?? at, windows: (run?.windows ?? 0) + 1, bits: (run?.bits ?? 0) + bits };
    if (begins) search(at - size, next);
    else if (whole || index % ONE_IN === 0) search(at, next);
  }
  close();
}

function filesIn(bytes: Uint8Array, from: number, to: number, section: Section): Finding[] {
  return findSignatures(bytes, from, to).map(({ signature: { kind, name }, offset }) => ({
    kind,
    sure: 'likely',
    evidence: `${name} at byte ${offset}, in ${described(section)}`,
  }));
}

function highRun({ from, windows, bits }: Run, size: number, section: Section): Finding {
  const mean = (bits / windows).toFixed(2);
  const bytes = (windows - 1) * size + WINDOW;
  return {
    kind: 'high-entropy',
    sure: 'likely',
    evidence: `${mean} bits per byte in ${windows} windows of ${WINDOW} bytes, over ${bytes} bytes from byte ${from}, in ${described(section)}`,
  };
}

function described({ id, name }: Section): string {
  return id === DATA ? 'the data section' : `the custom section ${JSON.stringify(name.slice(0, 40))}`;
}
