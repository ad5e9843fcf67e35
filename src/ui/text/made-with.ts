import type { CustomSections } from '../../core/wasm/custom-sections.ts';
import { formatBytes, formatCount } from './format.ts';

const FIELDS: Readonly<Record<string, string>> = {
  language: 'Language',
  'processed-by': 'Built with',
  sdk: 'Kit',
};

/** One line for each field of the `producers` section, in its order: `Built with` → `clang 17.0, wasm-bindgen 0.2`. */
export function producerLines({
  producers,
}: Pick<CustomSections, 'producers'>): readonly (readonly [label: string, names: string])[] {
  const lines = new Map<string, string[]>();
  for (const { field, name, version } of producers) {
    const label = FIELDS[field] ?? field;
    lines.set(label, [...(lines.get(label) ?? []), `${name} ${version}`.trim()]);
  }
  return [...lines].map(([label, names]) => [label, names.join(', ')]);
}

const DEBUG = /^(?:reloc\.)?\.debug_|^external_debug_info$/;

/** What helps to debug it, and makes the file larger; `undefined`: nothing. */
export function debugWords({ listed, functionNames }: Pick<CustomSections, 'listed' | 'functionNames'>) {
  const debug = listed.filter(({ name }) => DEBUG.test(name));
  const bytes = debug.reduce((sum, { size }) => sum + size, 0);
  const parts = [
    ...(debug.length === 0 ? [] : [`${formatBytes(bytes)} of debug information`]),
    ...(functionNames === undefined || functionNames === 0
      ? []
      : [`names of ${formatCount(functionNames, 'function')}`]),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

/** `https://…` only: anything else is shown, never followed. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
