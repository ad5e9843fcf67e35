import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId, parseVersion } from '../../src/core/ids.ts';
import { MAX_DESCRIPTION, MAX_NAME, TAG } from '../../src/core/record/kinds.ts';
import { SAMPLES } from '../../src/relay/samples/catalogue.ts';
import { readSample } from '../../src/relay/samples/read-sample.ts';

const PERMISSIVE = ['Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT'];
const FOUR_MIB = 4 * 1024 * 1024;
const byId = new Map(SAMPLES.map((sample) => [sample.id, sample]));

test('the starter catalogue holds at least eighteen modules, each under an id of its own', () => {
  expect(byId.size).toBe(SAMPLES.length);
  expect(SAMPLES.length).toBeGreaterThanOrEqual(18);
});

describe.each(SAMPLES.map((sample) => ({ id: sample.id, sample })))('$id', ({ sample }) => {
  test('is described within the limits of a record', () => {
    expect(parseModuleId(sample.id)).toBe(sample.id);
    expect(sample.name.length).toBeLessThanOrEqual(MAX_NAME);
    expect(sample.description.length).toBeLessThanOrEqual(MAX_DESCRIPTION);
    expect(sample.tags.length).toBeGreaterThanOrEqual(2);
    expect(sample.tags.length).toBeLessThanOrEqual(5);
    expect(sample.tags.filter((tag) => !TAG.test(tag))).toEqual([]);
  });

  test('is a WebAssembly module under a permissive licence, with links that open', async () => {
    const { bytes, version, licence, homepage, repository } = await readSample(sample);

    await expect(WebAssembly.compile(Uint8Array.from(bytes))).resolves.toBeInstanceOf(WebAssembly.Module);
    expect(bytes.length).toBeLessThanOrEqual(FOUR_MIB);
    expect(parseVersion(version)).toBe(version);
    expect(PERMISSIVE).toContain(licence);
    expect(repository).toMatch(/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/);
    expect(homepage ?? 'https://').toMatch(/^https?:\/\//);
  });

  test('has a readme that names its exports and needs', async () => {
    const { bytes, readme } = await readSample(sample);
    const module = await WebAssembly.compile(Uint8Array.from(bytes));
    const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
    const lines = readme.split('\n').length;

    expect(readme.startsWith(`# ${sample.name}\n`)).toBe(true);
    expect(lines).toBeGreaterThanOrEqual(25);
    expect(lines).toBeLessThanOrEqual(61);
    expect(exported.some((name) => readme.includes(`\`${name}\``))).toBe(true);
    expect(readme).toContain(`\`${sample.file}\` of the npm package \`${sample.package}\``);
    for (const { id } of sample.dependencies ?? []) expect(readme).toContain(`\`${id}\``);
  });

  test('depends only on samples whose versions its ranges admit', async () => {
    for (const { id, range } of sample.dependencies ?? []) {
      const needed = byId.get(id);
      if (needed === undefined) throw new Error(`${id} is not in the catalogue`);
      const { version } = await readSample(needed);
      expect(semver.satisfies(version, range), `${id} ${version} in ${range}`).toBe(true);
    }
  });
});

test('two ways of dependency meet in one module', () => {
  const needs = (id: string) => byId.get(id)?.dependencies?.map((dependency) => dependency.id);

  expect(needs('io.github.microsoft.tree-sitter-javascript')).toEqual([
    'io.github.microsoft.tree-sitter',
    'io.github.microsoft.tree-sitter-regex',
  ]);
  expect(needs('io.github.microsoft.tree-sitter-regex')).toEqual(['io.github.microsoft.tree-sitter']);
});

test('a package that is not installed is not found', async () => {
  const [sample] = SAMPLES;
  if (sample === undefined) throw new Error('empty catalogue');

  await expect(readSample({ ...sample, package: 'no-such-package' })).rejects.toEqual(
    new GenError('NotFound', 'sample-package', { package: 'no-such-package' }),
  );
});

test('a binary that its package does not ship is not found', async () => {
  const [sample] = SAMPLES;
  if (sample === undefined) throw new Error('empty catalogue');

  await expect(readSample({ ...sample, file: 'missing.wasm' })).rejects.toMatchObject({
    code: 'NotFound',
    reason: 'sample-file',
  });
});
