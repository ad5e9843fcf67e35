import { parseModuleId, type ModuleId } from '../../core/ids.ts';

/** Letters for what a source's id has that a segment of an id here has not; `h` is a hyphen where none may stand. */
const MARKS: Readonly<Record<string, string>> = { _: 's', '+': 'p', '.': 'd', '-': 'h', ' ': 'b' };

interface Shown {
  readonly letter: string;
  /** What it stands for, where that is something else. */
  readonly mark?: string;
}

function shown(id: string, at: number): Shown {
  const letter = id.charAt(at);
  if (/[a-z0-9]/.test(letter)) return { letter };
  if (/[A-Z]/.test(letter)) return { letter: letter.toLowerCase(), mark: `u${at}` };
  const isEnd = at === 0 || at === id.length - 1;
  if (letter === '-' && !isEnd && id.charAt(at - 1) !== '-') return { letter };
  const mark = MARKS[letter] ?? `c${letter.charCodeAt(0)}o`;
  return { letter: isEnd ? 'x' : '-', mark: `${mark}${at}` };
}

/**
 * The id that a module of another registry has here: `lwt` below `opam` is `opam.lwt`. What no segment may have is shown as
 * what comes nearest and told behind `--`, with its place, so that no two ids become one: `MlFront_Cli` is
 * `opam.mlfront-cli--u0u2s7u8`. No id is without marks and has `--`.
 *
 * @throws GenError InvalidInput `module-id` for one that is empty or too long.
 */
export function importedId(prefix: string, id: string): ModuleId {
  const letters = Array.from({ length: id.length }, (_, at) => shown(id, at));
  const marks = letters.map(({ mark = '' }) => mark).join('');
  const segment = letters.map(({ letter }) => letter).join('');
  return parseModuleId(`${prefix}.${segment}${marks === '' ? '' : `--${marks}`}`);
}
