import { FULL_MODULE, HEADER, leb } from '../binary.ts';
import { fault, file } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

interface Part {
  readonly id: number;
  /** Of the id, of the contents, and after them. */
  readonly start: number;
  readonly contents: number;
  readonly end: number;
}

/** The sections of a module all of whose sizes take one byte. */
function partsOf(module: Uint8Array): Part[] {
  const parts: Part[] = [];
  for (let start = HEADER.length; start < module.length;) {
    const contents = start + 2;
    const end = contents + (module[start + 1] ?? 0);
    parts.push({ id: module[start] ?? 0, start, contents, end });
    start = end;
  }
  return parts;
}

/** Bytes of a custom section after its name are free: cut there, the section is sound. */
const nameEnd = ({ contents }: Part) => contents + 1 + (FULL_MODULE[contents] ?? 0);

const places = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** The file ends within a section, at every byte; its size still tells of the whole. */
const FILE_ENDS = partsOf(FULL_MODULE).flatMap(({ id, start, end }) =>
  places(start + 1, end).map((at) =>
    fault(
      `the file of every section cut at byte ${at}, within section ${id}`,
      at === start + 1 ? 'unexpected-end' : 'section-size',
      FULL_MODULE.slice(0, at),
    ),
  ),
);

/** The section itself is shorter, at every byte, with a size that fits, and the sections after it follow. */
const CONTENTS_END = partsOf(FULL_MODULE).flatMap((part) =>
  places(part.contents, part.id === 0 ? nameEnd(part) : part.end).map((at) =>
    fault(
      `section ${part.id} cut at its byte ${at - part.contents}, the rest of the file in place (${part.start})`,
      'unexpected-end|count|function-end',
      file(
        ...FULL_MODULE.slice(0, part.start + 1),
        ...leb(at - part.contents),
        ...FULL_MODULE.slice(part.contents, at),
        ...FULL_MODULE.slice(part.end),
      ),
    ),
  ),
);

export const TRUNCATED: readonly MalformedCase[] = [...FILE_ENDS, ...CONTENTS_END];
