import type { Check, Verdict } from '../../core/wasm/report.ts';

export const CHECK_WORDS: Readonly<Record<Check['name'], string>> = {
  size: 'Small enough to be read',
  magic: 'Begins as WebAssembly does',
  version: 'Version of the format',
  structure: 'Sections are whole and in order',
  limits: 'Within the limits of engines',
  compile: 'Accepted by the engine of this browser',
  policy: 'Imports are allowed',
};

interface VerdictWords {
  readonly label: string;
  readonly todo: string;
}

export const VERDICT_WORDS: Readonly<Record<Verdict, VerdictWords>> = {
  valid: { label: 'A valid WebAssembly module', todo: '' },
  invalid: {
    label: 'This file is no valid WebAssembly module',
    todo: 'Choose a .wasm file that was built completely; what you typed is kept.',
  },
  component: {
    label: 'This is a component, not a core module',
    todo: 'It can be published for hosts that run components; browsers run core modules only.',
  },
  unsupported: {
    label: 'This browser does not support what the module uses',
    todo: 'Nothing is known to be wrong with the file. It can be published; browsers like this one will not run it.',
  },
  policy: { label: 'An import is outside the policy', todo: 'Build it without that import.' },
};
