import type { ImportRules, ValidationLevel } from '../../../core/wasm/import-rules.ts';
import type { PolicyLevel } from '../../../core/wasm/policy-level.ts';

interface Words {
  readonly label: string;
  readonly hint: string;
}

export const LEVEL_WORDS: Readonly<Record<PolicyLevel, Words>> = {
  nothing: { label: 'Nothing', hint: 'Only modules that compute with what they are given.' },
  wasi: {
    label: 'The standard system interface',
    hint: 'WASI preview 1: clock, random numbers, files that a host hands over.',
  },
  glue: {
    label: 'What common toolchains need',
    hint: 'WASI, and the names that Emscripten, wasm-bindgen, Go, AssemblyScript and C hosts use.',
  },
  anything: { label: 'Anything', hint: 'Every import, whatever it is called.' },
};

export const VALIDATION_WORDS: Readonly<Record<ValidationLevel, Words>> = {
  strict: { label: 'Refuse it', hint: 'Components too: what they ask for is not a list of functions.' },
  standard: { label: 'Ask me', hint: 'You see what it asks for, and nothing changes before you say yes.' },
  permissive: { label: 'Install it', hint: 'An update that asks for more than before is still asked about.' },
};

const THEN: Readonly<Record<ValidationLevel, string>> = {
  strict: 'the rest is refused',
  standard: 'the rest is asked about first',
  permissive: 'the rest is installed too',
};

function listed(patterns: readonly string[] = []): string {
  const shown = patterns.slice(0, 3).join(', ');
  return patterns.length > 3 ? `${shown} and ${patterns.length - 3} more` : shown;
}

/** One sentence: `What common toolchains need, and net.*, but not env.exec; the rest is asked about first.` */
export function rulesInWords({ policy, validation }: ImportRules): string {
  const { level = 'nothing', allow = [], deny = [] } = policy;
  const isOnly = level === 'nothing' && allow.length > 0;
  const base = isOnly ? `Only ${listed(allow)}` : LEVEL_WORDS[level].label;
  const more = isOnly || allow.length === 0 ? '' : `, and ${listed(allow)}`;
  const less = deny.length === 0 ? '' : `, but not ${listed(deny)}`;
  if (level === 'anything' && deny.length === 0) return 'Anything.';
  return `${base}${more}${less}; ${THEN[validation]}.`;
}

/** One pattern a line. */
export function patternsOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}
