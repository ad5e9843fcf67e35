import { componentWit } from '@bytecodealliance/jco-transpile/wasm-tools';
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  nat,
  property,
  record,
  tuple,
  uint8Array,
} from 'fast-check';
import { expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { componentInterface } from '../../src/core/wasm/component/component-interface.ts';
import { COMPONENT_HEADER } from './binary.ts';
import { asyncComponent, binaryOf, COMMAND, compiledComponent } from './component-fixtures.ts';

const originals = await Promise.all([binaryOf(COMMAND), compiledComponent(), asyncComponent()]);

const edits = array(record({ at: nat(), byte: nat(255) }), { minLength: 1, maxLength: 4 });

const mutated = tuple(constantFrom(...originals), edits).map(([original, changes]) => {
  const bytes = original.slice();
  for (const { at, byte } of changes) bytes[8 + (at % (bytes.length - 8))] = byte;
  return bytes;
});

const garbage = uint8Array({ maxLength: 200 }).map((tail) => Uint8Array.from([...COMPONENT_HEADER, ...tail]));

/** @returns why not, or nothing. */
function refusalOf(bytes: Uint8Array): string | undefined {
  try {
    componentInterface(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof GenError && error.code === 'WasmInvalid') return error.reason;
    throw error;
  }
}

test('no bytes make the reader throw anything but WasmInvalid', () => {
  const answers = (bytes: Uint8Array) => {
    refusalOf(bytes);
  };

  assert(property(garbage, answers), { numRuns: 5000 });
  assert(property(mutated, answers), { numRuns: 10_000 });
});

test('what the reader refuses wasm-tools refuses', async () => {
  const agrees = async (bytes: Uint8Array) => {
    if (refusalOf(bytes) !== undefined) await expect(componentWit(bytes)).rejects.toBeDefined();
  };

  await assert(asyncProperty(mutated, agrees), { numRuns: 1500 });
});

test('nothing is read outside the given bytes', () => {
  const [command] = originals;
  const around = Uint8Array.from([...(command ?? []), ...(command?.subarray(8) ?? [])]);
  const length = command?.length ?? 0;

  expect(refusalOf(around.subarray(0, length - 3))).toBe('section-size');
  expect(componentInterface(around.subarray(0, length))).toEqual(componentInterface(command ?? around));
});
