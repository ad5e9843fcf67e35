import { readFileSync } from 'node:fs';
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  nat,
  property,
  record,
  tuple,
  uint8Array,
} from 'fast-check';
import { expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { readModule } from '../../src/core/wasm/read-module.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import { FULL_MODULE, HEADER } from './binary.ts';
import { digest, installedBinaries } from './world.ts';

const smallest = installedBinaries()
  .map((path) => new Uint8Array(readFileSync(path)))
  .filter((bytes) => bytes.length < 100_000);

const edits = array(record({ at: nat(), byte: nat(255) }), { minLength: 1, maxLength: 4 });

const mutated = tuple(constantFrom(FULL_MODULE, FULL_MODULE, FULL_MODULE, ...smallest), edits, boolean()).map(
  ([original, changes, early]) => {
    const bytes = original.slice();
    for (const { at, byte } of changes)
      bytes[8 + (at % (early ? Math.min(400, bytes.length - 8) : bytes.length - 8))] = byte;
    return bytes;
  },
);

const garbage = uint8Array({ maxLength: 200 }).map((tail) => Uint8Array.from([...HEADER, ...tail]));

/** @returns why not, or nothing. */
function refusalOf(bytes: Uint8Array): string | undefined {
  try {
    readModule(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof GenError && error.code === 'WasmInvalid') return error.reason;
    throw error;
  }
}

/** The one thing known that V8 takes and the specification does not: see malformed.test.ts. */
const V8_TAKES = 'element-type';

test('no bytes make the reader throw anything but WasmInvalid, and what it refuses the engine refuses', () => {
  const agrees = (bytes: Uint8Array<ArrayBuffer>) => {
    const refusal = refusalOf(bytes);
    return refusal === undefined || refusal === V8_TAKES || !WebAssembly.validate(bytes);
  };

  assert(property(garbage, agrees), { numRuns: 3000 });
  assert(property(mutated, agrees), { numRuns: 3000 });
});

test('the verdict is valid exactly when the engine agrees, limits apart', async () => {
  const agrees = async (bytes: Uint8Array<ArrayBuffer>) => {
    const { verdict, checks } = await reportOn(bytes, { maxSize: 1_000_000, digest });
    const failed = checks.find(({ ok }) => !ok);
    if (failed?.name === 'limits' || failed?.reason?.startsWith(V8_TAKES) === true) return;
    expect(verdict === 'valid').toBe(WebAssembly.validate(bytes));
  };

  await assert(asyncProperty(mutated, agrees), { numRuns: 500 });
});

test('nothing is read outside the given bytes', () => {
  const around = Uint8Array.from([...FULL_MODULE, ...FULL_MODULE.slice(8)]);
  const inside = around.subarray(0, FULL_MODULE.length - 3);

  expect(refusalOf(inside)).toBe('section-size');
  expect(refusalOf(around.subarray(0, FULL_MODULE.length))).toBeUndefined();
});
