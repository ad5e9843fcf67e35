import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { reportOn } from '../../src/core/wasm/report.ts';
import { digest, installedBinaries } from './world.ts';

const BINARIES = installedBinaries().map((path) => [basename(path), path] as const);

test('there are real binaries to try', () => {
  expect(BINARIES.length).toBeGreaterThan(2);
});

test.each(BINARIES)(
  '%s is valid, and its imports and exports are those that the engine lists',
  async (_name, path) => {
    const bytes = new Uint8Array(readFileSync(path));
    const report = await reportOn(bytes, { maxSize: bytes.length, digest });
    const module = new WebAssembly.Module(bytes);

    expect(report.verdict).toBe('valid');
    expect(report.imports.map(({ module, name, kind }) => ({ module, name, kind }))).toEqual(
      WebAssembly.Module.imports(module),
    );
    expect(report.exports.map(({ name, kind }) => ({ name, kind }))).toEqual(
      WebAssembly.Module.exports(module),
    );
  },
);
