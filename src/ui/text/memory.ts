import { formatCount } from './format.ts';

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** Binary units, as memories are counted in pages of 64 KiB: `16 MiB`, `1.5 GiB`. */
function binarySize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

const MEMORY = /^memory(?<wide>64)? (?<min>\d+)\.\.(?<max>\d*)(?<shared> shared)?(?<bytewise> page 1)?$/;

/** `Starts with 16 MiB, may grow to 4 GiB.` from `memory 256..65536`; any other text as it is. */
export function memoryWords(type: string): string {
  const found = MEMORY.exec(type)?.groups;
  if (found === undefined) return type;
  const size = (count: string): string =>
    binarySize(Number(count) * (found['bytewise'] === undefined ? 65_536 : 1));
  const { min = '0', max = '' } = found;
  const begin = Number(min) === 0 ? 'Starts with none' : `Starts with ${size(min)}`;
  const growth =
    max === min
      ? 'never grows'
      : max === ''
        ? `may grow as far as the engine lets it${found['wide'] === undefined ? ' (4 GiB at most)' : ''}`
        : `may grow to ${size(max)}`;
  const marks = [
    ...(found['shared'] === undefined ? [] : ['shared between threads']),
    ...(found['wide'] === undefined ? [] : ['64-bit addresses']),
  ];
  return `${[`${begin}, ${growth}`, ...marks].join('; ')}.`;
}

const TABLE = /^table(?:64)? (?<of>.+) (?<min>\d+)\.\.(?<max>\d*)$/;

/** `27 entries, never grows (funcref).` from `table funcref 27..27`; any other text as it is. */
export function tableWords(type: string): string {
  const found = TABLE.exec(type)?.groups;
  if (found === undefined) return type;
  const { of = '', min = '0', max = '' } = found;
  const entries = formatCount(Number(min), 'entry', 'entries');
  const growth =
    max === min
      ? 'never grows'
      : max === ''
        ? 'may grow as far as the engine lets it'
        : `may grow to ${formatCount(Number(max), 'entry', 'entries')}`;
  return `${entries}, ${growth} (${of}).`;
}

/** `(i32, i32) → i32` from `(i32,i32)->i32`. */
export function spacedType(type: string): string {
  return type.replaceAll(',', ', ').replace('->', ' → ');
}
