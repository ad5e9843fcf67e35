import { importClasses } from '../../core/wasm/imports.ts';

/** What a host must bring, from the import classes of a card (`importClasses` in the core). */
export interface Needs {
  readonly label: string;
  readonly meaning: string;
}

const NAMES: Readonly<Record<string, string>> = {
  wasi: 'WASI',
  env: 'a C host',
  'js-glue': 'its JavaScript',
  other: 'its own host',
};

/** For a list to choose from: as a sentence of one word or two. */
export const NEED_NAMES: Readonly<Record<string, string>> = {
  nothing: 'Nothing',
  wasi: 'WASI',
  env: 'A C host',
  'js-glue': 'Its JavaScript',
  other: 'Its own host',
};

const MEANINGS: Readonly<Record<string, string>> = {
  wasi: 'a WASI host, any will do',
  env: 'functions under the name “env”, written for it',
  'js-glue': 'the JavaScript file that was generated with it',
  other: 'functions with names of its own',
};

export function needsOf(classes: readonly string[]): Needs {
  const needed = classes.filter((name) => name !== 'nothing');
  if (needed.length === 0)
    return { label: 'Needs nothing', meaning: 'It has no imports: any WebAssembly engine runs it.' };
  const names = needed.map((name) => NAMES[name] ?? name);
  const meanings = needed.map((name) => MEANINGS[name] ?? name);
  return { label: `Needs ${names.join(', ')}`, meaning: `To run it, bring: ${meanings.join('; ')}.` };
}

/** The same from the names of the modules that a binary imports from. */
export function needsOfModules(modules: readonly string[]): Needs {
  return needsOf(importClasses(modules.map((module) => ({ module, name: '', kind: 'function' }))));
}
