import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { GenError } from '../core/errors.ts';
import { MODULE_TYPES } from '../core/module-type.ts';

/** Bytes of one line: a module with all its releases. */
const LONGEST_LINE = 4 * 1024 * 1024;
const LINE_END = 0x0a;

/** Ranges by id. Taken as pairs, since `z.record` leaves out what is called `__proto__`. */
export const needs = z.preprocess(
  (said) => (typeof said === 'object' && said !== null && !Array.isArray(said) ? Object.entries(said) : said),
  z.array(z.tuple([z.string().min(1), z.string()])).transform((pairs) => Object.fromEntries(pairs)),
);

/** Versions and ranges are taken as they stand: whoever publishes them reads them again. */
export const catalogueRelease = z.object({
  version: z.string().min(1),
  dependencies: needs.default({}),
  conflicts: needs.default({}),
});

/** Catalogues write `null` for what nobody filled in. */
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

const catalogueModule = z.object({
  id: z.string().min(1),
  name: optionalText,
  description: optionalText,
  tags: z.array(z.string()).default([]),
  author: optionalText,
  license: optionalText,
  repo_url: optionalText,
  type: z.enum(MODULE_TYPES).optional(),
  exports: z.array(z.string()).default([]),
  versions: z.array(catalogueRelease).default([]),
});

/** One module of a catalogue file; releases newest first. */
export type CatalogueModule = z.output<typeof catalogueModule>;

/**
 * Reads a catalogue file, one module a line, gzipped where its name ends in `.gz`; empty lines are passed over. Holds one
 * line at a time, so the file may be of any size.
 *
 * @param onFault told of a line that is none, which is passed over; absent: it is thrown.
 * @throws GenError NotFound `file`; InvalidInput `catalogue-line` (`file`, `line` from 1, `text`); Cancelled.
 */
export async function* readCatalogueFile(
  file: string,
  signal: AbortSignal,
  onFault?: (error: GenError) => void,
): AsyncGenerator<CatalogueModule, void, undefined> {
  let line = 0;
  for await (const text of linesOf(file, signal)) {
    line += 1;
    // Without what stands around it, a byte order mark before the first too.
    const stripped = text.trim();
    if (stripped === '') continue;
    const module = parseLine(file, line, stripped);
    if (!(module instanceof GenError)) yield module;
    else if (onFault === undefined) throw module;
    else onFault(module);
  }
}

function parseLine(file: string, line: number, text: string): CatalogueModule | GenError {
  try {
    const module = catalogueModule.parse(JSON.parse(text));
    return module.name.trim() === '' ? { ...module, name: module.id } : module;
  } catch (cause) {
    return new GenError('InvalidInput', 'catalogue-line', { file, line, text: faultIn(cause) }, cause);
  }
}

function faultIn(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return 'no JSON';
  const [issue] = cause.issues;
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
}

/** Lines without their ends. A line that never ends is refused before memory does. */
async function* linesOf(file: string, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
  let line = 1;
  let length = 0;
  let parts: Buffer[] = [];
  for await (const chunk of bytesOf(file, signal)) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, from)) {
      parts.push(chunk.subarray(from, end));
      yield Buffer.concat(parts).toString('utf8');
      parts = [];
      length = 0;
      line += 1;
      from = end + 1;
    }
    const rest = chunk.subarray(from);
    length += rest.length;
    if (length > LONGEST_LINE) {
      const text = `longer than ${LONGEST_LINE} bytes`;
      throw new GenError('InvalidInput', 'catalogue-line', { file, line, text });
    }
    if (rest.length > 0) parts.push(rest);
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString('utf8');
}

/** The file's bytes, unpacked, with failures that a person can act on. */
async function* bytesOf(file: string, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  const stored = createReadStream(file);
  const plain = file.endsWith('.gz') ? stored.pipe(createGunzip()) : stored;
  stored.once('error', (cause) => plain.destroy(cause));
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      if (signal.aborted) throw new GenError('Cancelled', 'aborted');
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof GenError) throw cause;
    const text = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new GenError('NotFound', 'file', { file, text }, cause);
  } finally {
    stored.destroy();
    plain.destroy();
  }
}
