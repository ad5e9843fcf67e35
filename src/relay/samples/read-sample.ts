import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { GenError, toGenError } from '../../core/errors.ts';
import { parseVersion, type Version } from '../../core/ids.ts';
import { authorOf, repositoryOf, webAddress } from './package-fields.ts';
import type { Sample } from './sample.ts';

const HERE = dirname(fileURLToPath(import.meta.url));

const person = z.union([z.string(), z.object({ name: z.string() })]);
const address = z.union([z.string(), z.object({ url: z.string() })]);
const manifest = z.object({
  version: z.string(),
  license: z.string(),
  author: person.optional(),
  homepage: z.string().optional(),
  repository: address.optional(),
});

interface ReadSample {
  readonly bytes: Uint8Array;
  readonly version: Version;
  /** SPDX expression. */
  readonly licence: string;
  readonly author?: string;
  readonly homepage?: string;
  readonly repository?: string;
  readonly readme: string;
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw toGenError(thrown, 'Storage');
  }
}

/** Walks up as Node does. Asking Node itself fails where `exports` hides `package.json`. */
async function findPackage(name: string, from: string): Promise<{ folder: string; manifest: string }> {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    const text = await readIfPresent(join(folder, 'package.json'));
    if (text !== undefined) return { folder, manifest: text };
    if (dirname(at) === at) throw new GenError('NotFound', 'sample-package', { package: name });
  }
}

async function readFrom(folder: string, file: string, sample: Sample): Promise<Buffer> {
  try {
    return await readFile(join(folder, file));
  } catch (thrown) {
    throw new GenError('NotFound', 'sample-file', { package: sample.package, file }, thrown);
  }
}

/**
 * The binary and readme of a sample, with what its npm package says of itself.
 *
 * @param packageRoot folder where the search for `node_modules` begins, upward; this project's by default.
 * @throws GenError NotFound `sample-package` or `sample-file`, InvalidInput `sample-manifest` or `version`.
 */
export async function readSample(sample: Sample, packageRoot: string = HERE): Promise<ReadSample> {
  const found = await findPackage(sample.package, packageRoot);
  const parsed = manifest.safeParse(JSON.parse(found.manifest));
  if (!parsed.success)
    throw new GenError('InvalidInput', 'sample-manifest', { package: sample.package }, parsed.error);
  const { version, license, author, homepage, repository } = parsed.data;

  const by = author === undefined ? undefined : authorOf(typeof author === 'string' ? author : author.name);
  const home = homepage === undefined ? undefined : webAddress(homepage);
  const source =
    repository === undefined
      ? undefined
      : repositoryOf(typeof repository === 'string' ? repository : repository.url);
  return {
    bytes: Uint8Array.from(await readFrom(found.folder, sample.file, sample)),
    version: parseVersion(version),
    licence: license,
    ...(by === undefined ? {} : { author: by }),
    ...(home === undefined ? {} : { homepage: home }),
    ...(source === undefined ? {} : { repository: source }),
    readme: (await readFrom(join(HERE, 'readmes'), `${sample.id}.md`, sample)).toString('utf8'),
  };
}
