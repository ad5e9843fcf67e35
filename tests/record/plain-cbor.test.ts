import { encode } from 'cborg';
import {
  array,
  assert as hold,
  constantFrom,
  nat,
  oneof,
  option,
  property,
  record,
  string,
  tuple,
  uint8Array,
} from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCanonical, encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import { readBody } from '../../src/core/record/kinds.ts';
import { readPlainCard } from '../../src/core/record/plain-card.ts';
import {
  ARRAY,
  isAllRead,
  MAP,
  plainCbor,
  readBytes,
  readHead,
  readText,
  readTexts,
  UNSIGNED,
  type PlainCbor,
} from '../../src/core/record/plain-cbor.ts';
import { decodeRecord, encodeRecord, RECORD_TAG, type UnsignedRecord } from '../../src/core/record/record.ts';
import { toBase64Url, uint64 } from '../../src/core/bytes.ts';
import { parsePath } from '../../src/core/path.ts';
import { signerNamed, testNamespace } from '../support/namespace.ts';
import { parseMicros } from '../../src/core/ids.ts';

const texts = { least: 0, most: 30, shortest: 0, longest: 300 };

/** One item as the plain reader reads it, by what its head says it is. */
function readPlain(bytes: Uint8Array): unknown {
  const cbor: PlainCbor = plainCbor(bytes);
  const readers: Record<number, () => unknown> = {
    [UNSIGNED]: () => readHead(cbor, UNSIGNED),
    2: () => readBytes(cbor, 300),
    3: () => readText(cbor, 0, 300),
    [ARRAY]: () => readTexts(cbor, texts),
    [MAP]: () => (readHead(cbor, MAP) === 0 ? {} : undefined),
  };
  const value = readers[(bytes[0] ?? 0xff) >> 5]?.();
  return value !== undefined && isAllRead(cbor) ? value : undefined;
}

function readAny(bytes: Uint8Array): unknown {
  try {
    return decodeCanonical(bytes);
  } catch {
    return undefined;
  }
}

const someValue = oneof(
  nat(70_000),
  constantFrom(0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER, -1, 1.5),
  uint8Array({ maxLength: 300 }),
  string({ maxLength: 300 }),
  array(string({ unit: 'binary-ascii', maxLength: 30 }), { maxLength: 30 }),
  constantFrom({}, null, true, []),
);
/** Flips some bits, or cuts it off. */
const someDamage = array(tuple(nat(400), nat(255)), { maxLength: 3 });

function damaged(bytes: Uint8Array, damage: readonly (readonly [number, number])[]): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  for (const [at, bits] of damage)
    if (copy.length > 0) copy[at % copy.length] = (copy[at % copy.length] as number) ^ bits;
  return copy;
}

test('what is read plainly is what the canonical reader reads', () => {
  hold(
    property(
      oneof(
        someValue.map((value) => encode(value)),
        uint8Array({ maxLength: 12 }),
      ),
      someDamage,
      (bytes, damage) => {
        const read = damaged(bytes, damage);
        const plain = readPlain(read);
        if (plain !== undefined) expect(plain).toEqual(readAny(read));
      },
    ),
    { numRuns: 5000 },
  );
});

test('integers, bytes and ASCII texts in canonical form are all plain', () => {
  for (const value of [0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER])
    expect(readPlain(encodeCanonical(value))).toBe(value);
  for (const value of ['', 'a'.repeat(23), 'b'.repeat(24), 'c'.repeat(256), ['io', 'acme', '@']])
    expect(readPlain(encodeCanonical(value))).toEqual(value);
  expect(readPlain(Uint8Array.of(0x18, 23))).toBeUndefined();
  expect(readPlain(Uint8Array.of(0x19, 0, 255))).toBeUndefined();
  expect(readPlain(Uint8Array.of(0x61, 0xc3))).toBeUndefined();
});

const asciiText = (most: number) => string({ unit: 'binary-ascii', maxLength: most });
const someCard = record(
  {
    n: oneof(string({ maxLength: 82 }), asciiText(20)),
    d: oneof(string({ maxLength: 20 }), asciiText(250)),
    v: constantFrom(
      '1.0.0',
      '0.0.10',
      '01.0.0',
      '1.0',
      'v1.0.0',
      '1.0.0-rc.1+b',
      '9'.repeat(16) + '.0.0',
      ' 1.0.0',
      '',
    ),
    t: array(constantFrom('codec', 'c++', '', 'Tag', 'a'.repeat(33), '9', '-a'), { maxLength: 22 }),
    l: asciiText(102),
    k: constantFrom('library', 'tool', 'Library', ''),
    i: array(constantFrom('nothing', 'wasi', '', 'a'.repeat(25)), { maxLength: 9 }),
    s: oneof(nat(), constantFrom(2 ** 40, -1, 1.5, Number.MAX_SAFE_INTEGER)),
    o: oneof(uint8Array({ minLength: 32, maxLength: 32 }), uint8Array({ maxLength: 33 })),
    a: asciiText(82),
    e: array(asciiText(70), { maxLength: 13 }),
    r: array(
      constantFrom('io.acme', 'io', 'IO.acme', 'io.acme.codec-2', 'io..acme', `io.${'a'.repeat(126)}`, ''),
      {
        maxLength: 34,
      },
    ),
    x: constantFrom(1),
  },
  { requiredKeys: ['n', 'd', 'v', 't', 'l', 'k', 'i', 's'] },
);

test('a card that is read plainly has the body that its schema gives it', () => {
  hold(
    property(someCard, option(someDamage), (card, damage) => {
      const payload = damaged(encode(card), damage ?? []);
      const plain = readPlainCard(payload);
      if (plain !== undefined) expect(plain).toStrictEqual(readBody('card', payload));
    }),
    { numRuns: 5000 },
  );
});

test('an ordinary card is read plainly, and one without a needed field or with a foreign one is not', () => {
  const ordinary = {
    n: 'Codec',
    d: 'Decodes.',
    v: '1.2.0',
    t: ['codec', 'c++'],
    l: 'MIT',
    k: 'library',
    i: ['nothing'],
    s: 1234,
    o: new Uint8Array(32).fill(7),
    a: 'Ada Lovelace',
    e: ['decode(i32)->i32'],
    r: ['io.acme.base'],
  };
  expect(readPlainCard(encodeCanonical(ordinary))).toStrictEqual(readBody('card', encodeCanonical(ordinary)));
  expect(readPlainCard(encodeCanonical(ordinary))?.name).toBe('Codec');
  for (const key of ['n', 'd', 'v', 't', 'l', 'k', 'i', 's']) {
    const { [key as 'n']: _, ...rest } = ordinary;
    expect(readPlainCard(encodeCanonical(rest))).toBeUndefined();
  }
  expect(readPlainCard(encodeCanonical({ ...ordinary, x: 1 }))).toBeUndefined();
});

test('a record is the same however it was read, and what is wrong with one is said as ever', async () => {
  const { namespace } = await testNamespace();
  const { publicKey } = await signerNamed('alice');
  const someRecord = record({
    path: array(
      oneof(constantFrom('modules', 'io', '@', 'card', '', 'a/b', 'é', 'x'.repeat(129)), asciiText(6)),
      { maxLength: 34 },
    ),
    timestamp: oneof(nat(), constantFrom(2 ** 45, Number.MAX_SAFE_INTEGER)),
    credential: constantFrom(new Uint8Array(0), new Uint8Array(32).fill(3), new Uint8Array(31)),
    payload: uint8Array({ maxLength: 300 }),
    damage: someDamage,
  });
  hold(
    property(someRecord, ({ damage, timestamp, ...rest }) => {
      const unsigned = {
        ...rest,
        namespace,
        subspace: publicKey,
        timestamp: parseMicros(timestamp),
      } as UnsignedRecord;
      const bytes = damaged(encodeRecord(unsigned, new Uint8Array(64).fill(5)), damage);
      const parts = readAny(bytes);
      let decoded;
      try {
        decoded = decodeRecord(bytes);
      } catch (error) {
        expect(error).toMatchObject({ name: 'GenError', code: 'InvalidInput' });
        return;
      }
      const { credential, timestamp: time, path, payload, signature, subspace } = decoded;
      expect(parsePath(path)).toEqual(path);
      const said =
        credential === undefined ? new Uint8Array(0) : Uint8Array.from(Buffer.from(credential, 'base64url'));
      expect([RECORD_TAG, decoded.namespace, subspace, path, time, said, payload, signature]).toEqual(parts);
    }),
    { numRuns: 3000 },
  );
});

test('ids and numbers are written as ever, though by hand', () => {
  hold(
    property(uint8Array({ maxLength: 1030 }), (bytes) => {
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
    }),
  );
  for (const value of [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 45 + 7, Number.MAX_SAFE_INTEGER]) {
    const view = new DataView(uint64(value).buffer);
    expect(view.getBigUint64(0)).toBe(BigInt(value));
  }
  expect(toBase64Url(new Uint8Array(1024))).toHaveLength(1366);
});
