import { abilitiesOf, type Ability, type AskedImport } from './abilities.ts';
import { ABILITY_WORDS } from './ability-kinds.ts';
import { originOf } from './import-origin.ts';

/**
 * What a module may do as far as its signed release says it: known before a byte of the module is there. Ids are those of
 * `abilitiesOf`, with one more: `system`, where it uses WASI preview 1 and the release does not say what of it.
 *
 * @param declared.imports names of the modules that it imports from; for a component the names of its imports.
 * @param declared.wasi    functions of WASI preview 1 that it imports; older releases do not say.
 */
export function declaredAbilities(declared: {
  readonly imports: readonly string[];
  readonly wasi?: readonly string[] | undefined;
}): Ability[] {
  const isPreview1 = (module: string) => originOf(module) === 'wasi-preview1';
  const preview1 = declared.imports.filter(isPreview1);
  const [wasi] = preview1;
  if (wasi === undefined) return abilitiesOf(declared.imports.map(nameless));
  const others = declared.imports.filter((module) => !isPreview1(module)).map(nameless);
  const functions =
    declared.wasi?.map((name): AskedImport => ({ module: wasi, name, kind: 'function' })) ?? [];
  if (functions.length > 0) return abilitiesOf([...functions, ...others]);
  const system = { id: 'system', words: ABILITY_WORDS.system, imports: preview1, count: preview1.length };
  return others.length === 0 ? [system] : [system, ...abilitiesOf(others)];
}

/** `kind` unknown: a release names the modules, not what comes from them. */
function nameless(module: string): AskedImport {
  return { module, name: '' };
}
