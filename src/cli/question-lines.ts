import type { SetLoss } from '../ports/sets.ts';
import type { Ability } from '../core/wasm/abilities.ts';
import type { WasmImport } from '../core/wasm/module-shape.ts';
import type { InstallQuestion } from '../ports/import-rules.ts';

/** Named one by one; the rest is counted. */
const MOST_NAMED = 10;

function imports(count: number): string {
  return count === 1 ? '1 import' : `${count} imports`;
}

/** In plain words, then by name. */
function listed(abilities: readonly Ability[], asked: readonly WasmImport[], count: number): string[] {
  const named = asked.slice(0, MOST_NAMED);
  const more = count - named.length;
  return [
    ...abilities.map(({ words }) => `  ${words}`),
    ...named.map(({ module, name, type }) => `    ${name === '' ? module : `${module}.${name}`}  ${type}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

function questionLines({
  id,
  version,
  installed,
  added,
  addedAbilities,
  addedCount,
  removedCount,
  outside,
  outsideAbilities,
  outsideCount,
  isUnsaid = false,
}: InstallQuestion): string[] {
  const release = `${id} ${version}`;
  return [
    ...(addedCount === 0
      ? []
      : [
          `${release} asks for ${imports(addedCount)} that ${installed ?? 'the installed release'} did not ask for:`,
          ...listed(addedAbilities, added, addedCount),
        ]),
    ...(removedCount === 0 ? [] : [`It asks no more for ${imports(removedCount)}.`]),
    ...(outsideCount === 0
      ? []
      : [
          `${release} asks for ${imports(outsideCount)} ${isUnsaid ? 'that its release does not name' : 'outside the import rules here'}:`,
          ...listed(outsideAbilities, outside, outsideCount),
        ]),
  ];
}

/** What an install asks about, for a person at a terminal. */
export function linesOfQuestions(questions: readonly InstallQuestion[]): string[] {
  return questions.flatMap(questionLines);
}

/** What a change does to modules that nobody named in it. */
export function linesOfLosses(losses: readonly SetLoss[]): string[] {
  return losses.map(({ id, from, to }) =>
    to === undefined
      ? `${id} ${from} has to go, although it was asked for.`
      : `${id} ${from} has to become ${to}, which may not work as before.`,
  );
}
