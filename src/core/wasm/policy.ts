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
  const plain = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const starred = [...new Set(patterns)].filter((pattern) => pattern.includes('*')).map(partsOf);
  const fits = (text: string) => plain.has(text) || starred.some((parts) => fitsParts(parts, text));
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

export function matches(pattern: string, text: string): boolean {
  return pattern.includes('*') ? fitsParts(partsOf(pattern), text) : pattern === text;
}

/** What stands before, between and after the stars of a pattern. */
interface Parts {
  readonly first: string;
  readonly between: readonly string[];
  readonly last: string;
}

/** @param pattern with a star at least. */
function partsOf(pattern: string): Parts {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  return { first, between: rest.filter((part) => part !== ''), last };
}

/**
 * The first place of each part is as good as any, so none is ever tried again: at most pattern × text steps, where a regular
 * expression could explode, and those the engine's own search.
 */
function fitsParts({ first, between, last }: Parts, text: string): boolean {
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of between) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= end;
}
