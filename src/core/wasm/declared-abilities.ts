import { abilitiesOf, type Ability, type AskedImport } from './abilities.ts';
import { ABILITY_WORDS } from './ability-kinds.ts';
import { mayImportMore } from './declared.ts';
import { originOf } from './import-origin.ts';

/**
 * What a module may do as far as its signed release says it: known before a byte of the module is there. Ids are those of
 * `abilitiesOf`, with two more: `system`, where it uses WASI preview 1 and the release does not say what of it; and before
 * all others `unnamed`, where the binary may import more than a release has room for.
 *
 * @param declared.imports names of the modules that it imports from; for a component the names of its imports.
 * @param declared.wasi    functions of WASI preview 1 that it imports; older releases do not say.
 */
export function declaredAbilities(declared: {
  readonly imports: readonly string[];
  readonly wasi?: readonly string[] | undefined;
}): Ability[] {
  const named = namedAbilities(declared.imports, declared.wasi ?? []);
  return mayImportMore(declared) ? [UNNAMED, ...named] : named;
}

const UNNAMED: Ability = {
  id: 'unnamed',
  words: 'may ask for more than its release has room to name',
  imports: [],
  count: 0,
};

function namedAbilities(modules: readonly string[], wasi: readonly string[]): Ability[] {
  const isPreview1 = (module: string) => originOf(module) === 'wasi-preview1';
  const preview1 = modules.filter(isPreview1);
  const others = modules.filter((module) => !isPreview1(module)).map(nameless);
  // In releases from before system interfaces came first, decoys may have left no room for the module's name.
  const [module = 'wasi_snapshot_preview1'] = preview1;
  if (wasi.length > 0)
    return abilitiesOf([...wasi.map((name): AskedImport => ({ module, name, kind: 'function' })), ...others]);
  if (preview1.length === 0) return abilitiesOf(others);
  const system = { id: 'system', words: ABILITY_WORDS.system, imports: preview1, count: preview1.length };
  return others.length === 0 ? [system] : [system, ...abilitiesOf(others)];
}

/** `kind` unknown: a release names the modules, not what comes from them. */
function nameless(module: string): AskedImport {
  return { module, name: '' };
}
