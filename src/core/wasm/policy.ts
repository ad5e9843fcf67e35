/**
 * Which imports somebody is ready to grant. `*` stands for any text, the empty one too; a pattern is held
 * against `module` and against `module.name`, so `env` and `env.*` both admit the whole of `env`.
 */
export interface ImportPolicy {
  readonly allow: readonly string[];
}

/** @returns `module.name` of those that no pattern admits, in the binary's order. */
export function outsidePolicy(
  imports: readonly { readonly module: string; readonly name: string }[],
  { allow }: ImportPolicy,
): string[] {
  const admits = (text: string) => allow.some((pattern) => matches(pattern, text));
  const moduleAdmitted = new Map<string, boolean>();
  return imports.flatMap(({ module, name }) => {
    const known = moduleAdmitted.get(module) ?? admits(module);
    moduleAdmitted.set(module, known);
    const full = `${module}.${name}`;
    return known || admits(full) ? [] : [full];
  });
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
