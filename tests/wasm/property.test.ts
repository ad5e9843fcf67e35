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
import { checkBinary } from '../../src/core/wasm/check-binary.ts';
import { readModule } from '../../src/core/wasm/read-module.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import { COMPONENT_HEADER, FULL_MODULE, HEADER } from './binary.ts';
import { countedBytes } from './counted-bytes.ts';
import { GROWING } from './growing.ts';
import { MALFORMED } from './malformed.ts';
import { SOUND } from './malformed/sound.ts';
import { digest, installedBinaries } from './world.ts';

const MALFORMED_CASES = Object.values(MALFORMED).flat();
const SOUND_CASES = Object.values(SOUND).flat();

const smallest = installedBinaries()
  .map((path) => new Uint8Array(readFileSync(path)))
  .filter((bytes) => bytes.length < 100_000);
const odd = SOUND_CASES.map(({ bytes }) => bytes).filter((bytes) => bytes.length < 1000);

const edits = array(record({ at: nat(), byte: nat(255) }), { minLength: 1, maxLength: 4 });

function edited(
  original: Uint8Array<ArrayBuffer>,
  changes: readonly { at: number; byte: number }[],
  early: boolean,
) {
  const bytes = original.slice();
  const room = Math.max(1, early ? Math.min(400, bytes.length - 8) : bytes.length - 8);
  for (const { at, byte } of changes) bytes[8 + (at % room)] = byte;
  return bytes;
}

const originals = [constantFrom(FULL_MODULE), constantFrom(...odd), constantFrom(...smallest)] as const;
const mutated = tuple(nat(2), ...originals, edits, boolean()).map(
  ([which, full, small, real, changes, early]) => edited([full, small, real][which] ?? full, changes, early),
);

const garbage = tuple(constantFrom(HEADER, HEADER, COMPONENT_HEADER), uint8Array({ maxLength: 200 })).map(
  ([header, tail]) => Uint8Array.from([...header, ...tail]),
);

interface Refusal {
  readonly reason: string | undefined;
  readonly data: unknown;
}

/** @returns why not, or what was read. */
function outcomeOf<Result>(read: () => Result): Refusal | Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof GenError && error.code === 'WasmInvalid')
      return { reason: error.reason, data: error.data };
    throw error;
  }
}

/** @returns why not, or nothing. */
function refusalOf(bytes: Uint8Array): string | undefined {
  const outcome = outcomeOf(() => readModule(bytes));
  return 'reason' in outcome ? outcome.reason : undefined;
}

/** What the engine takes and the specification does not: see malformed.test.ts. */
const ENGINE_TAKES = new Set(
  MALFORMED_CASES.filter(({ engineTakes }) => engineTakes !== undefined).map(({ reason }) => reason),
);

test('no bytes make the reader throw anything but WasmInvalid, and what it refuses the engine refuses', () => {
  const agrees = (bytes: Uint8Array<ArrayBuffer>) => {
    const refusal = refusalOf(bytes);
    return refusal === undefined || ENGINE_TAKES.has(refusal) || !WebAssembly.validate(bytes);
  };

  assert(property(garbage, agrees), { numRuns: 3000 });
  assert(property(mutated, agrees), { numRuns: 3000 });
});

test('no bytes make the check without an engine throw anything but WasmInvalid, header or not', () => {
  const typed = (bytes: Uint8Array<ArrayBuffer>) => void outcomeOf(() => ({ layer: checkBinary(bytes) }));

  assert(
    property(uint8Array({ maxLength: 40 }), (bytes) => typed(Uint8Array.from(bytes))),
    { numRuns: 1000 },
  );
  assert(property(garbage, typed), { numRuns: 3000 });
});

test('no bytes make a report fail', async () => {
  const reported = async (bytes: Uint8Array<ArrayBuffer>) => {
    const { checks } = await reportOn(bytes, { maxSize: 1_000_000, digest });
    expect(checks.length).toBeGreaterThan(0);
  };

  await assert(asyncProperty(garbage, reported), { numRuns: 500 });
});

test('the verdict is valid exactly when the engine agrees, limits apart', async () => {
  const agrees = async (bytes: Uint8Array<ArrayBuffer>) => {
    const { verdict, checks } = await reportOn(bytes, { maxSize: 1_000_000, digest });
    const failed = checks.find(({ ok }) => !ok);
    if (failed?.name === 'limits' || ENGINE_TAKES.has(failed?.reason?.split(' ')[0] ?? '')) return;
    expect(verdict === 'valid').toBe(WebAssembly.validate(bytes));
  };

  await assert(asyncProperty(mutated, agrees), { numRuns: 500 });
});

/** The bytes in the middle of a buffer that is full of `filling`. */
function amid(bytes: Uint8Array, filling: readonly number[]): Uint8Array<ArrayBuffer> {
  const before = 64;
  const buffer = Uint8Array.from(
    { length: bytes.length + 256 },
    (_, at) => filling[at % filling.length] ?? 0,
  );
  buffer.set(bytes, before);
  return buffer.subarray(before, before + bytes.length);
}

test('nothing is read outside the given bytes: whatever stands around them, the reading is the same', () => {
  const independent = (bytes: Uint8Array<ArrayBuffer>) => {
    const alone = outcomeOf(() => readModule(bytes));
    for (const filling of [[0], [0xff], [0x0b], [...FULL_MODULE]]) {
      expect(outcomeOf(() => readModule(amid(bytes, filling)))).toEqual(alone);
    }
  };
  const cut = tuple(mutated, nat()).map(([bytes, length]) =>
    bytes.subarray(0, 8 + (length % Math.min(bytes.length, 300))),
  );

  for (const { bytes } of MALFORMED_CASES) independent(bytes);
  assert(property(cut, independent), { numRuns: 500 });
});

/** Reads of a byte when the reader goes over all of them. */
function readsOf(original: Uint8Array<ArrayBuffer>): number {
  const { bytes, reads } = countedBytes(original);
  outcomeOf(() => readModule(bytes));
  return reads();
}

test('no byte is read more than a few times, whatever the file announces', () => {
  const few = (bytes: Uint8Array<ArrayBuffer>) => readsOf(bytes) <= 3 * bytes.length;

  for (const { rule, bytes } of [...MALFORMED_CASES, ...SOUND_CASES])
    expect([rule, few(bytes)]).toEqual([rule, true]);
  assert(property(garbage, few), { numRuns: 1000 });
});

test.each(GROWING)('twice as many $what take twice the reads', ({ of }) => {
  const [once, twice] = [readsOf(of(1000)), readsOf(of(2000))];

  expect(refusalOf(of(2000))).toBeUndefined();
  expect(once).toBeGreaterThan(1000);
  expect(twice).toBeLessThanOrEqual(2 * once + 2000);
});

test('100,000 functions are read in fewer steps than bytes times three, and are valid', async () => {
  const bytes = GROWING.find(({ what }) => what === 'functions')?.of(100_000) ?? new Uint8Array();

  expect(readsOf(bytes)).toBeLessThanOrEqual(3 * bytes.length);
  expect(readModule(bytes).functions).toBe(100_000);
  expect((await reportOn(bytes, { maxSize: bytes.length, digest })).verdict).toBe('valid');
});
