import type { Check, CheckName, Verdict, WasmReport } from '../../core/wasm/wasm-report.ts';
import { reasonWords } from './check-reasons.ts';
import { formatBytes } from './format.ts';

interface CheckWords {
  readonly title: string;
  readonly passed: string;
  readonly failed: (check: Check) => string;
}

/** The features that the engine's refusal comes from, as `askEngine` names them. */
function lacking(reason: string): string | undefined {
  return /^this engine lacks ([^:]+): /.exec(reason)?.[1];
}

/** In plain words, check by check; the technical reason stands beneath. */
export const CHECK_WORDS: Readonly<Record<CheckName, CheckWords>> = {
  size: {
    title: 'Size',
    passed: 'Small enough to be read whole.',
    failed: () => 'Larger than what is read here, so not a byte of it was looked at.',
  },
  magic: {
    title: 'Begins as WebAssembly',
    passed: 'The first four bytes are those of every WebAssembly file.',
    failed: () => 'The first four bytes are not those of a WebAssembly file.',
  },
  version: {
    title: 'Version of the format',
    passed: 'A version that is known here.',
    failed: () => 'It says a version of the format that nobody here knows.',
  },
  structure: {
    title: 'Whole and in order',
    passed: 'Every section can be read to its end, and what the sections declare fits together.',
    failed: ({ reason = '' }) => reasonWords(reason),
  },
  limits: {
    title: 'Within the limits of engines',
    passed: 'It has no more of anything than engines take.',
    failed: () => 'It has more of something than engines take. The format itself sets no such limit.',
  },
  compile: {
    title: 'Accepted by this engine',
    passed: 'The WebAssembly engine here has checked every instruction.',
    failed: ({ reason = '' }) => {
      if (reason.startsWith('a component')) return 'It was not asked: engines here run core modules.';
      return lacking(reason) === undefined
        ? 'The WebAssembly engine here does not take it.'
        : 'The WebAssembly engine here has not all that it needs.';
    },
  },
  policy: {
    title: 'Imports are allowed',
    passed: 'It asks for nothing that your rules do not allow.',
    failed: () => 'It asks for something that your rules do not allow.',
  },
};

const ALL_CHECKS: readonly CheckName[] = ['size', 'magic', 'version', 'structure', 'limits', 'compile'];

/** Titles of the checks that were not made, as one before them failed or as they are none for a component. */
export function checksLeftOut({ checks }: Pick<WasmReport, 'checks'>): string[] {
  const made = new Set(checks.map(({ name }) => name));
  return ALL_CHECKS.filter((name) => !made.has(name)).map((name) => CHECK_WORDS[name].title);
}

interface VerdictWords {
  readonly label: string;
  readonly meaning: string;
}

export const VERDICT_WORDS: Readonly<Record<Verdict, VerdictWords>> = {
  valid: {
    label: 'A valid WebAssembly module',
    meaning: 'It passed every check, so engines like the one here run it.',
  },
  invalid: {
    label: 'This file is no valid WebAssembly module',
    meaning: 'No engine runs it: build or fetch it again.',
  },
  component: {
    label: 'This is a component, not a core module',
    meaning:
      'It is whole, for hosts that run components. Browsers run core modules only, so no engine was asked about it here.',
  },
  unsupported: {
    label: 'The engine here lacks something that it uses',
    meaning: 'Nothing is known to be wrong with the file; another engine, or a newer one, may run it.',
  },
  policy: {
    label: 'It asks for something that the rules do not allow',
    meaning: 'The module itself is sound. The check below names what it asks for.',
  },
};

/** What the engine lacks, where it said so. */
function unsupportedWords(failed: Check | undefined): VerdictWords {
  const { label, meaning } = VERDICT_WORDS.unsupported;
  const features = lacking(failed?.reason ?? '');
  if (failed?.name === 'limits') {
    return { label: 'It has more of something than engines take', meaning };
  }
  if (features === undefined) return { label, meaning };
  return { label, meaning: `It needs ${features}, which is not there. ${meaning}` };
}

/** The verdict in a sentence or two, and more exactly where the failed check allows it. */
export function verdictWords(report: Pick<WasmReport, 'verdict' | 'checks' | 'size'>): VerdictWords {
  const { verdict, size, checks } = report;
  const failed = checks.find(({ ok }) => !ok);
  if (verdict === 'unsupported') return unsupportedWords(failed);
  if (verdict !== 'invalid') return VERDICT_WORDS[verdict];
  if (size === 0) {
    return { label: 'This file is empty', meaning: 'There is not one byte in it. Build or fetch it again.' };
  }
  if (failed?.name === 'size') {
    return {
      label: 'This file is too large to be checked',
      meaning: `It has ${formatBytes(size)}. Nothing else is known about it: strip debug information, or build smaller.`,
    };
  }
  if (failed?.name === 'magic') {
    return {
      label: 'This is not a WebAssembly file',
      meaning: 'A WebAssembly file begins with the bytes 00 61 73 6d, whatever its name.',
    };
  }
  if (failed?.name === 'version') {
    return {
      label: 'This is WebAssembly of an unknown version',
      meaning: 'It begins as WebAssembly does, but engines know version 1 and components only.',
    };
  }
  if (failed === undefined) return VERDICT_WORDS.invalid;
  const { label, meaning } = VERDICT_WORDS.invalid;
  return { label, meaning: `${CHECK_WORDS[failed.name].failed(failed)} ${meaning}` };
}

/** What a verdict means for who wants to publish the file. */
export const PUBLISH_NOTES: Readonly<Partial<Record<Verdict, string>>> = {
  invalid: 'It cannot be published. Choose another file; what you typed is kept.',
  component: 'It can be published all the same.',
  unsupported: 'It can be published; browsers like this one will not run it.',
};
