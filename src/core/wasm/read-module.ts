import { readCode, readData, readDataCount, readElements } from './contents.ts';
import { name, refusal, u32 } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import {
  readExports,
  readFunctions,
  readGlobals,
  readImports,
  readMemories,
  readStart,
  readTables,
  readTags,
} from './declarations.ts';
import { within } from './limits.ts';
import { HEADER_SIZE } from './header.ts';
import type { Draft, Section, WasmModule } from './module-shape.ts';
import { TYPE_TEXT_BUDGET } from './signature.ts';
import { readTypes } from './type-section.ts';

interface SectionKind {
  readonly name: string;
  /** Place in the file. Not the id: tags and the data count came later and stand in between. */
  readonly rank: number;
  readonly read: (cursor: Cursor, draft: Draft) => void;
}

const SECTIONS: Readonly<Record<number, SectionKind>> = {
  1: { name: 'type', rank: 1, read: readTypes },
  2: { name: 'import', rank: 2, read: readImports },
  3: { name: 'function', rank: 3, read: readFunctions },
  4: { name: 'table', rank: 4, read: readTables },
  5: { name: 'memory', rank: 5, read: readMemories },
  13: { name: 'tag', rank: 6, read: readTags },
  6: { name: 'global', rank: 7, read: readGlobals },
  7: { name: 'export', rank: 8, read: readExports },
  8: { name: 'start', rank: 9, read: readStart },
  9: { name: 'element', rank: 10, read: readElements },
  12: { name: 'data count', rank: 11, read: readDataCount },
  10: { name: 'code', rank: 12, read: readCode },
  11: { name: 'data', rank: 13, read: readData },
};

/**
 * Reads the sections of a core module (header already checked). Linear in its size; takes everything that an engine
 * could take, the proposals that are about to be standard included, and leaves instructions to the engine.
 *
 * @throws GenError WasmInvalid with the offset and, where it helps, a detail; nothing else.
 */
export function readModule(bytes: Uint8Array): WasmModule {
  const cursor: Cursor = { bytes, at: HEADER_SIZE, end: bytes.length };
  const draft = emptyDraft();
  const sections: Section[] = [];
  let last: SectionKind | undefined;
  while (cursor.at < bytes.length) {
    const start = cursor.at;
    const { id, end } = sectionHeader(cursor);
    within('sections', sections.length + 1, start);
    cursor.end = end;
    if (id === 0) {
      const custom = name(cursor);
      sections.push({ id, name: custom, offset: cursor.at, size: end - cursor.at });
      cursor.at = end;
    } else {
      const kind = SECTIONS[id];
      if (kind === undefined) throw refusal('section-id', start, String(id));
      if (last !== undefined && kind.rank <= last.rank) {
        throw refusal('section-order', start, `${kind.name} after ${last.name}`);
      }
      sections.push({ id, name: kind.name, offset: cursor.at, size: end - cursor.at });
      kind.read(cursor, draft);
      if (cursor.at !== end)
        throw refusal('section-length', cursor.at, `${end - cursor.at} bytes left in ${kind.name}`);
      last = kind;
    }
    cursor.end = bytes.length;
  }
  return finished(draft, sections, bytes.length);
}

/** Id and size; leaves the cursor at the contents. */
export function sectionHeader(cursor: Cursor): { readonly id: number; readonly end: number } {
  const start = cursor.at;
  const id = cursor.bytes[start] ?? 0;
  cursor.at += 1;
  const size = u32(cursor);
  if (size > cursor.end - cursor.at) {
    throw refusal('section-size', start, `${size} bytes announced, ${cursor.end - cursor.at} left`);
  }
  return { id, end: cursor.at + size };
}

export function emptyDraft(): Draft {
  return {
    types: [],
    functions: [],
    tables: [],
    memories: [],
    memoryTypes: [],
    globals: [],
    tags: [],
    imports: [],
    exports: [],
    needs: new Set(),
    importedFunctions: 0,
    bodies: 0,
    totalLocals: 0,
    mostLocals: 0,
    widest: 0,
    codeSize: 0,
    blockMemory: 0,
    operands: 0,
    start: undefined,
    dataCount: undefined,
    dataSegments: 0,
    typeBudget: TYPE_TEXT_BUDGET,
  };
}

/** What can only be said when every section is known. */
function finished(draft: Draft, sections: readonly Section[], size: number): WasmModule {
  const functions = draft.functions.length - draft.importedFunctions;
  if (functions !== draft.bodies) {
    throw refusal('function-count', size, `${functions} declared, ${draft.bodies} bodies`);
  }
  if (draft.dataCount !== undefined && draft.dataCount !== draft.dataSegments) {
    throw refusal('data-count', size, `${draft.dataCount} announced, ${draft.dataSegments} found`);
  }
  return {
    imports: draft.imports,
    exports: draft.exports,
    memories: draft.memories,
    memoryTypes: draft.memoryTypes,
    tableTypes: draft.tables,
    typeCount: draft.types.length,
    sections,
    functions,
    locals: { total: draft.totalLocals, most: draft.mostLocals },
    effort: {
      blockMemory: draft.blockMemory,
      steps: draft.codeSize * draft.widest,
      operands: draft.operands,
    },
    start: draft.start,
    needs: draft.needs,
  };
}
