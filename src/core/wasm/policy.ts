import { LEVEL_PATTERNS, type PolicyLevel } from './policy-level.ts';

/**
 * Which imports somebody is ready to grant: those of a level, those that a pattern of `allow` admits, without those that
 * one of `deny` names. `*` stands for any text, the empty one too; a pattern is held against `module` and against
 * `module.name`, so `env` and `env.*` both admit the whole of `env`.
 *
 * @property level `nothing` where it is absent.
 */
export interface ImportPolicy {
  readonly level?: PolicyLevel | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly deny?: readonly string[] | undefined;
}

type Import = { readonly module: string; readonly name: string };

/** Whether one of the patterns names an import; what they say of a whole module is found once. */
function naming(patterns: readonly string[]): (entry: Import) => boolean {
  const fits = (text: string) => patterns.some((pattern) => matches(pattern, text));
  const modules = new Map<string, boolean>();
  return ({ module, name }) => {
    const whole = modules.get(module) ?? fits(module);
    modules.set(module, whole);
    return whole || fits(`${module}.${name}`);
  };
}

/** @returns those that the policy does not admit, in the binary's order. */
export function outsidePolicy<Entry extends Import>(
  imports: readonly Entry[],
  { level = 'nothing', allow = [], deny = [] }: ImportPolicy,
): Entry[] {
  const admitted = naming([...LEVEL_PATTERNS[level], ...allow]);
  const denied = naming(deny);
  return imports.filter((entry) => !admitted(entry) || denied(entry));
}

/** Only the last star is ever tried again: at most pattern × text steps, where a regular expression could explode. */
export function matches(pattern: string, text: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern;
      resume = at;
      inPattern += 1;
    } else if (pattern[inPattern] === text[at]) {
      inPattern += 1;
      at += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      resume += 1;
      at = resume;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
