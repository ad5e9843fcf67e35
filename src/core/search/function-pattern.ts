/** A function that somebody looks for: by the beginning of its name, by its type, or both. */
export interface FunctionPattern {
  /** Lower case; empty: any. */
  readonly name: string;
  /** `(i32,i32)->i32`; absent: any. */
  readonly type?: string | undefined;
}

const PATTERN = /^([^()]*)(?:\(([^()]*)\)(?:->(?:\(([^()]*)\)|([^()]+)))?)?$/u;
const VALUE_TYPE = /^[a-z][a-z0-9]*$/u;

function typesOf(list: string): string[] | undefined {
  const types = list === '' ? [] : list.split(',');
  return types.every((type) => VALUE_TYPE.test(type)) ? types : undefined;
}

/** `compress`, `compress(i32,i32)->i32`, `(i32)->(i32,i64)`; without a result, there is none. `undefined`: no pattern. */
export function parseFunctionPattern(text: string): FunctionPattern | undefined {
  const found = PATTERN.exec(text.replaceAll(/\s+/gu, '').toLowerCase());
  if (found === null) return undefined;
  const [, name = '', params, several, one] = found;
  if (params === undefined) return name === '' ? undefined : { name };
  const from = typesOf(params);
  const to = typesOf(several ?? one ?? '');
  if (from === undefined || to === undefined) return undefined;
  return { name, type: `(${from.join(',')})->${to.length === 1 ? to[0] : `(${to.join(',')})`}` };
}

/** @param offered as a card lists it: the name with its type behind. */
export function isOffered(offered: string, { name, type }: FunctionPattern): boolean {
  const lower = offered.toLowerCase();
  if (!lower.startsWith(name)) return false;
  return type === undefined || lower.slice(typeStart(lower)) === type;
}

/** A name may hold brackets itself; its type has exactly one arrow, the last. */
function typeStart(offered: string): number {
  const arrow = offered.lastIndexOf(')->');
  return arrow === -1 ? offered.length : offered.lastIndexOf('(', arrow);
}
