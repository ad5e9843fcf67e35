import { expect, test } from 'vitest';
import { concat, toHex, uint64 } from '../../src/core/bytes.ts';
import {
  BUNDLE_FORMAT,
  BUNDLE_MAGIC,
  BUNDLE_PREFIX,
  type BundleHeader,
} from '../../src/core/bundle/bundle.ts';
import { headerLength, readHeader } from '../../src/core/bundle/read-header.ts';
import { writeHeader } from '../../src/core/bundle/write-header.ts';
import { GenError } from '../../src/core/errors.ts';
import { sha256, streamHash } from '../../src/core/hash.ts';
import { parseModuleId, parsePublicKey, parseRange, parseVersion, sha256Of } from '../../src/core/ids.ts';
import { AUTHORITY, moduleDocument } from '../../src/core/record/document.ts';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';

const app = parseModuleId('io.acme.app');
const base = parseModuleId('io.acme.base');
const release = (id: typeof app) => ({
  id,
  version: parseVersion('1.0.0'),
  sha256: sha256Of(sha256(new TextEncoder().encode(id))),
  record: 'A'.repeat(43),
});
const BUNDLE: BundleHeader = {
  namespace: parsePublicKey(new Uint8Array(32).fill(7)),
  wishes: [{ id: app, range: parseRange('^1.0.0') }],
  releases: [release(base), release(app)],
  documents: [
    { path: AUTHORITY, members: [Uint8Array.of(1, 2, 3), Uint8Array.of(2)] },
    { path: moduleDocument(app), members: [Uint8Array.of(9)] },
  ],
  blobs: [release(app), release(base)]
    .map(({ sha256: hash }) => ({ sha256: hash, size: 5 }))
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
};

/** As it is read of a file whose blobs have the bytes that it says. */
function read(head: Uint8Array, size = head.length + 10): BundleHeader {
  const prefix = head.subarray(0, BUNDLE_PREFIX);
  const length = headerLength(prefix, size);
  return readHeader(prefix, head.subarray(BUNDLE_PREFIX, BUNDLE_PREFIX + length), size);
}

/** A header of anything, with its length and hash as they have to be. */
function framed(value: unknown): Uint8Array {
  const header = value instanceof Uint8Array ? value : encodeCanonical(value);
  return concat(BUNDLE_MAGIC, uint64(header.length), sha256(header), header);
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof GenError) return `${thrown.code} ${thrown.reason}`;
    throw thrown;
  }
  return 'taken';
}

const raw = (change: Partial<Record<number, unknown>> = {}): unknown[] => {
  const whole = [BUNDLE_FORMAT, BUNDLE.namespace, [], [], [], []];
  return whole.map((part, place) => change[place] ?? part);
};

test('what is written is read again, and the same bundle in another order is the same bytes', () => {
  const head = writeHeader(BUNDLE);
  const shuffled = {
    ...BUNDLE,
    documents: BUNDLE.documents
      .toReversed()
      .map(({ path, members }) => ({ path, members: members.toReversed() })),
    blobs: BUNDLE.blobs.toReversed(),
  };

  expect(read(head)).toEqual(BUNDLE);
  expect(toHex(writeHeader(shuffled))).toBe(toHex(head));
});

test('no byte of it can be another one', () => {
  const head = writeHeader(BUNDLE);

  for (let place = 0; place < head.length; place += 1) {
    const flipped = Uint8Array.from(head);
    flipped[place] = (flipped[place] as number) ^ 1;
    expect(
      refusal(() => read(flipped, head.length + 10)),
      `byte ${place}`,
    ).toBe('InvalidInput bundle-file');
  }
});

test('a file that ends anywhere before its end, or goes on after it, is none', () => {
  const head = writeHeader(BUNDLE);

  for (let size = 0; size < head.length + 10; size += 1)
    expect(
      refusal(() => read(head.subarray(0, size), size)),
      `${size} bytes`,
    ).toBe('InvalidInput bundle-file');
  expect(refusal(() => read(head, head.length + 11))).toBe('InvalidInput bundle-file');
});

test('a length beyond the limit, or beyond the file, is refused before there is room for it', () => {
  const hash = new Uint8Array(32);

  for (const length of [64 * 1024 * 1024 + 1, Number.MAX_SAFE_INTEGER, 1000])
    expect(refusal(() => headerLength(concat(BUNDLE_MAGIC, uint64(length), hash), 100))).toBe(
      'InvalidInput bundle-file',
    );
  const most = concat(BUNDLE_MAGIC, new Uint8Array(8).fill(0xff), hash);
  expect(refusal(() => headerLength(most, Number.MAX_SAFE_INTEGER))).toBe('InvalidInput bundle-file');
});

test.each([
  ['wishes', 2],
  ['releases', 3],
  ['documents', 4],
  ['blobs', 5],
])('a count of %s that lies is refused without making room for them', (_, place) => {
  // The array's head alone, for 2^32 - 1 items that are not there.
  const lie = Uint8Array.of(0x9a, 0xff, 0xff, 0xff, 0xff);
  const parts = raw().map((part, index) => (index === place ? lie : encodeCanonical(part)));
  const head = framed(concat(Uint8Array.of(0x86), ...parts));

  expect(refusal(() => read(head, head.length))).toBe('InvalidInput bundle-file');
});

test('so many members that each costs more than it says are refused', () => {
  const members = Array.from({ length: 200_001 }, () => Uint8Array.of());
  const head = framed(raw({ 4: [[AUTHORITY, members]] }));

  expect(refusal(() => read(head, head.length))).toBe('InvalidInput bundle-file');
});

const hash = new Uint8Array(32);
const pin = (id: string): unknown[] => [id, '1.0.0', hash, hash];
test.each<[string, Partial<Record<number, unknown>>]>([
  ['another format', { 0: 'gen-registry-bundle/2' }],
  ['a short namespace', { 1: new Uint8Array(31) }],
  ['a wish for what it does not hold', { 2: [['io.acme.app', '^1.0.0']] }],
  [
    'a wish twice',
    {
      2: [
        ['io.acme.app', '1'],
        ['io.acme.app', '2'],
      ],
      3: [pin('io.acme.app')],
    },
  ],
  ['a range that is none', { 2: [['io.acme.app', 'newest']], 3: [pin('io.acme.app')] }],
  ['a module twice', { 3: [pin('io.acme.app'), pin('io.acme.app')] }],
  ['an id that is none', { 3: [pin('../app')] }],
  ['a release without its record', { 3: [['io.acme.app', '1.0.0', hash, new Uint8Array(0)]] }],
  [
    'a document twice',
    {
      4: [
        ['authority', []],
        ['authority', []],
      ],
    },
  ],
  ['a document of no place', { 4: [['catalog/64', []]] }],
  ['a record twice', { 4: [['authority', [hash, hash]]] }],
  ['records out of order', { 4: [['authority', [Uint8Array.of(2), Uint8Array.of(1)]]] }],
  [
    'a file twice',
    {
      5: [
        [hash, 0],
        [hash, 0],
      ],
    },
  ],
  ['a file of less than nothing', { 5: [[hash, -1]] }],
  ['a text where bytes are due', { 5: [['file', 1]] }],
])('%s is refused', (_, change) => {
  const head = framed(raw(change));

  expect(refusal(() => read(head, head.length))).toBe('InvalidInput bundle-file');
  expect(refusal(() => read(framed(raw()), framed(raw()).length))).toBe('taken');
});

test('a hash of pieces is the hash of the whole', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, place) => place % 251);
  const stream = streamHash();
  for (const [from, to] of [
    [0, 1],
    [1, 64],
    [64, 1000],
  ])
    stream.update(bytes.subarray(from, to));

  expect(toHex(stream.digest())).toBe(toHex(sha256(bytes)));
});
