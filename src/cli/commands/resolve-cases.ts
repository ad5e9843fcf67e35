import { readFile } from 'node:fs/promises';
import { dirname, resolve as inFolder } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { GenError } from '../../core/errors.ts';
import { resolution } from '../../core/resolve/resolution.ts';
import type { ResolutionOptions } from '../../core/resolve/solution.ts';
import type { Candidate } from '../../core/resolve/versions.ts';
import { catalogueRelease, needs } from '../catalogue-file.ts';
import { candidateOf, readReleases, type CatalogueReleases } from '../catalogue-releases.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { textLines } from '../output.ts';
import { resolutionJson } from '../resolution-lines.ts';

/** A question with its registry, or with the name of the file that it stands in. */
const resolverCase = z.object({
  name: z.string().default(''),
  roots: needs,
  catalog: z.record(z.string(), z.array(catalogueRelease)).optional(),
  catalogue: z.string().optional(),
});

type ResolverCase = z.output<typeof resolverCase>;

async function textOf(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    return (file.endsWith('.gz') ? await promisify(gunzip)(bytes) : bytes).toString('utf8');
  } catch (cause) {
    const text = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new GenError('NotFound', 'file', { file, text }, cause);
  }
}

/** A JSON array, or one JSON document a line. */
async function readCases(file: string): Promise<readonly ResolverCase[]> {
  const text = (await textOf(file)).replace(/^\ufeff/u, '').trim();
  const parts = text.startsWith('[') ? [text] : textLines(text).filter((line) => line.trim() !== '');
  return parts.flatMap((part, index) => {
    try {
      const read: unknown = JSON.parse(part);
      return Array.isArray(read) ? z.array(resolverCase).parse(read) : [resolverCase.parse(read)];
    } catch (cause) {
      const fault = cause instanceof z.ZodError ? (cause.issues[0]?.message ?? '') : 'no JSON';
      throw new GenError('InvalidInput', 'catalogue-line', { file, line: index + 1, text: fault }, cause);
    }
  });
}

/** `gen resolve --cases`: one JSON line for each; `ms` is the time of the solver alone. */
export async function resolveCases(
  { out, signal }: Pick<Context, 'out' | 'signal'>,
  file: string,
  options: Pick<ResolutionOptions, 'cycles' | 'prereleases' | 'preferred'>,
): Promise<ExitCode> {
  const files = new Map<string, CatalogueReleases>();

  async function releasesOf({ catalog, catalogue }: ResolverCase): Promise<CatalogueReleases> {
    if (catalogue === undefined) {
      const inside = Object.entries(catalog ?? {});
      return new Map(
        inside.map(([id, releases]): [string, readonly Candidate[]] => [id, releases.map(candidateOf)]),
      );
    }
    const path = inFolder(dirname(file), catalogue);
    const releases = files.get(path) ?? (await readReleases(path, signal));
    files.set(path, releases);
    return releases;
  }

  for (const one of await readCases(file)) {
    const releases = await releasesOf(one);
    const asked = Object.entries(one.roots).map(([id, range]) => ({ id, range }));
    const started = performance.now();
    const found = await resolution(asked, (id) => releases.get(id), { ...options, signal });
    const ms = performance.now() - started;
    out.line(JSON.stringify({ name: one.name, ...resolutionJson(found), ms }));
  }
  return EXIT.ok;
}
