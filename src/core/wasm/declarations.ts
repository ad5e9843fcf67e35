import { byte, count, name, refusal, u32 } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { skipConstant } from './constant-expression.ts';
import { globalType, memoryType, tableType, tagText, tagType } from './extern-types.ts';
import { within } from './limits.ts';
import type { MOST } from './limits.ts';
import { EXTERN_KINDS } from './module-shape.ts';
import type { Draft, ExternKind } from './module-shape.ts';
import { signature } from './signature.ts';

/** A vector whose items are kept. */
function kept(cursor: Cursor, kind: keyof typeof MOST, already = 0): number {
  const start = cursor.at;
  const length = count(cursor);
  within(kind, already + length, start);
  return length;
}

export function readImports(cursor: Cursor, draft: Draft): void {
  for (let left = kept(cursor, 'imports'); left > 0; left -= 1) {
    const module = name(cursor);
    const item = name(cursor);
    const kind = externKind(cursor);
    draft.imports.push({ module, name: item, kind, type: importedType(cursor, draft, kind) });
  }
  draft.importedFunctions = draft.functions.length;
}

function externKind(cursor: Cursor): ExternKind {
  const code = byte(cursor);
  const kind = EXTERN_KINDS[code];
  if (kind === undefined) throw refusal('extern-kind', cursor.at - 1, `0x${code.toString(16)}`);
  return kind;
}

function importedType(cursor: Cursor, draft: Draft, kind: ExternKind): string {
  switch (kind) {
    case 'function': {
      const start = cursor.at;
      const typeIndex = u32(cursor);
      draft.functions.push(typeIndex);
      return signature(cursor, draft, typeIndex, start);
    }
    case 'table':
      return tableType(cursor, draft);
    case 'memory':
      return memoryType(cursor, draft);
    case 'tag':
      return tagType(cursor, draft);
    case 'global': {
      const text = globalType(cursor, draft);
      if (draft.globals.at(-1)?.mutable === true) draft.needs.add('mutable-globals');
      return text;
    }
  }
}

export function readFunctions(cursor: Cursor, draft: Draft): void {
  for (let left = kept(cursor, 'functions', draft.functions.length); left > 0; left -= 1) {
    const start = cursor.at;
    const typeIndex = u32(cursor);
    if (draft.types[typeIndex]?.kind !== 'func') throw refusal('type-index', start, String(typeIndex));
    draft.functions.push(typeIndex);
  }
}

/** A table may begin with `0x40 0x00` and then ends with the expression that fills it. */
export function readTables(cursor: Cursor, draft: Draft): void {
  for (let left = kept(cursor, 'tables', draft.tables.length); left > 0; left -= 1) {
    const start = cursor.at;
    const filled = byte(cursor) === 0x40;
    if (!filled) cursor.at = start;
    else if (byte(cursor) !== 0) throw refusal('table', start);
    tableType(cursor, draft);
    if (!filled) continue;
    draft.needs.add('typed-references');
    skipConstant(cursor, draft.needs);
  }
}

export function readMemories(cursor: Cursor, draft: Draft): void {
  for (let left = kept(cursor, 'memories', draft.memories.length); left > 0; left -= 1)
    memoryType(cursor, draft);
}

export function readTags(cursor: Cursor, draft: Draft): void {
  for (let left = kept(cursor, 'tags', draft.tags.length); left > 0; left -= 1) tagType(cursor, draft);
}

export function readGlobals(cursor: Cursor, draft: Draft): void {
  for (let left = kept(cursor, 'globals', draft.globals.length); left > 0; left -= 1) {
    globalType(cursor, draft);
    skipConstant(cursor, draft.needs);
  }
}

export function readExports(cursor: Cursor, draft: Draft): void {
  const seen = new Set<string>();
  for (let left = kept(cursor, 'exports'); left > 0; left -= 1) {
    const start = cursor.at;
    const item = name(cursor);
    if (seen.has(item)) throw refusal('duplicate-export', start, item.slice(0, 80));
    seen.add(item);
    const kind = externKind(cursor);
    draft.exports.push({ name: item, kind, type: exportedType(cursor, draft, kind) });
  }
}

function exportedType(cursor: Cursor, draft: Draft, kind: ExternKind): string {
  const start = cursor.at;
  const index = u32(cursor);
  if (kind === 'function') {
    const typeIndex = draft.functions[index];
    if (typeIndex !== undefined) return signature(cursor, draft, typeIndex, start);
  } else if (kind === 'tag') {
    const typeIndex = draft.tags[index];
    if (typeIndex !== undefined) return tagText(cursor, draft, typeIndex, start);
  } else if (kind === 'global') {
    const global = draft.globals[index];
    if (global?.mutable === true) draft.needs.add('mutable-globals');
    if (global !== undefined) return global.type;
  } else {
    const type = { table: draft.tables, memory: draft.memoryTypes }[kind][index];
    if (type !== undefined) return type;
  }
  throw refusal('export-index', start, `${kind} ${index}`);
}

/** A start function takes nothing and returns nothing. */
export function readStart(cursor: Cursor, draft: Draft): void {
  const start = cursor.at;
  const index = u32(cursor);
  const type = draft.types[draft.functions[index] ?? -1];
  if (type === undefined) throw refusal('start-index', start, String(index));
  if (type.params > 0 || type.results > 0) throw refusal('start-type', start, `function ${index}`);
  draft.start = index;
}
