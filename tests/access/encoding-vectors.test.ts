import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Area } from '../../src/core/access/area.ts';
import { encodeAreaInArea, readAreaInArea } from '../../src/core/access/area-encoding.ts';
import { ByteReader } from '../../src/core/access/byte-reader.ts';
import type { Capability } from '../../src/core/access/capability.ts';
import { decodeCapability, encodeCapability } from '../../src/core/access/capability-encoding.ts';
import { compactBody, compactTag, readCompact, type TagWidth } from '../../src/core/access/compact.ts';
import { encodePathExtending, readPathExtending } from '../../src/core/access/path-encoding.ts';
import { checkCapability } from '../../src/core/access/validity.ts';
import { fromHex, toHex } from '../../src/core/bytes.ts';
import { parsePublicKey } from '../../src/core/ids.ts';
import { area, reasonOf } from './keys.ts';

/** Written by `scripts/access-vectors.ts`, and frozen: vectors are only ever added. */
type Frozen = Record<string, { readonly accepted: readonly Vector[]; readonly refused: readonly Vector[] }>;

interface PlainArea {
  readonly subspace?: string;
  readonly path: string;
  readonly start: number;
  readonly end?: number;
}

type Plain<Value> = Value extends Uint8Array ? string : Value extends Area ? PlainArea : PlainFields<Value>;
type PlainFields<Value> = Value extends object
  ? { readonly [Field in keyof Value]: Plain<Value[Field]> }
  : Value;

interface Vector {
  readonly case: string;
  readonly hex: string;
  /** Of a compact integer. */
  readonly tag: number;
  /** Of a path. */
  readonly prefix: string;
  /** Of an area. */
  readonly outer: PlainArea;
  /** Of what is accepted. */
  readonly value: unknown;
  /** Of what is refused: the failure, and the sentence of the README behind it. */
  readonly reason: string;
  readonly rule: string;
}

interface Encoding {
  readonly decode: (vector: Vector) => unknown;
  /** What the vector says that it decodes to. */
  readonly value: (vector: Vector) => unknown;
  readonly encode: (vector: Vector) => Uint8Array;
}

function whole<Value>({ hex }: Vector, read: (reader: ByteReader) => Value): Value {
  const reader = new ByteReader(fromHex(hex));
  const value = read(reader);
  reader.end();
  return value;
}

const key = (hex: string) => parsePublicKey(fromHex(hex));
const path = (text: string) => (text === '' ? [] : text.split('/'));

function areaFrom({ subspace, path: text, start, end }: PlainArea): Area {
  return area(subspace === undefined ? undefined : key(subspace), path(text), start, end);
}

function capabilityFrom(plain: Plain<Capability>): Capability {
  const { mode, namespace, user } = plain;
  const delegations = plain.delegations.map((link) => ({
    area: areaFrom(link.area),
    receiver: key(link.receiver),
    signature: fromHex(link.signature),
  }));
  const common = { mode, namespace: key(namespace), user: key(user), delegations };
  return plain.kind === 'communal'
    ? { kind: plain.kind, ...common }
    : { kind: plain.kind, ...common, initialAuthorisation: fromHex(plain.initialAuthorisation) };
}

function integer(width: TagWidth): Encoding {
  const value = (vector: Vector) => vector.value as number;
  return {
    decode: (vector) => whole(vector, (reader) => readCompact(reader, vector.tag, width)),
    value,
    encode: (vector) => {
      expect(compactTag(value(vector), width)).toBe(vector.tag);
      return compactBody(value(vector), width);
    },
  };
}

function pathEncoding(): Encoding {
  const value = (vector: Vector) => path(vector.value as string);
  return {
    decode: (vector) => whole(vector, (reader) => readPathExtending(reader, path(vector.prefix))),
    value,
    encode: (vector) => encodePathExtending(value(vector), path(vector.prefix)),
  };
}

function areaEncoding(): Encoding {
  const value = (vector: Vector) => areaFrom(vector.value as PlainArea);
  return {
    decode: (vector) => whole(vector, (reader) => readAreaInArea(reader, areaFrom(vector.outer))),
    value,
    encode: (vector) => encodeAreaInArea(value(vector), areaFrom(vector.outer)),
  };
}

function capabilityEncoding(): Encoding {
  const value = (vector: Vector) => capabilityFrom(vector.value as Plain<Capability>);
  return {
    decode: async ({ hex }) => {
      const capability = decodeCapability(fromHex(hex));
      await checkCapability(capability);
      return capability;
    },
    value,
    encode: (vector) => encodeCapability(value(vector)),
  };
}

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  'integer with a tag of 2 bits': integer(2),
  'integer with a tag of 4 bits': integer(4),
  'integer with a tag of 8 bits': integer(8),
  path: pathEncoding(),
  'path beyond a prefix': pathEncoding(),
  'area in area': areaEncoding(),
  capability: capabilityEncoding(),
};

const frozen = JSON.parse(readFileSync(new URL('encoding-vectors.json', import.meta.url), 'utf8')) as Frozen;

test('every encoding has its vectors', () => {
  expect(Object.keys(frozen)).toEqual(Object.keys(ENCODINGS));
});

describe.each(Object.entries(ENCODINGS))('%s', (name, { decode, value, encode }) => {
  const { accepted = [], refused = [] } = frozen[name] ?? {};
  const verdict = async (vector: Vector) => `${vector.case}: ${await reasonOf(() => decode(vector))}`;

  test('at least 20 are accepted and 100 refused, each another one', () => {
    expect(accepted.length).toBeGreaterThanOrEqual(20);
    expect(refused.length).toBeGreaterThanOrEqual(100);
    const all = [...accepted, ...refused];
    const bytes = all.map(({ hex, tag, prefix, outer }) => JSON.stringify([hex, tag, prefix, outer]));
    expect(new Set(bytes).size).toBe(all.length);
    for (const vectors of [accepted, refused]) {
      expect(new Set(vectors.map((vector) => vector.case)).size).toBe(vectors.length);
    }
    expect(refused.filter(({ rule }) => !rule)).toEqual([]);
  });

  test.each(accepted.map((vector) => [vector.case, vector] as const))('accepted: %s', async (_, vector) => {
    expect(await decode(vector)).toEqual(value(vector));
    expect(toHex(encode(vector))).toBe(vector.hex);
  });

  test('each of the others is refused for its own reason', async () => {
    const verdicts = await Promise.all(refused.map(verdict));
    expect(verdicts).toEqual(refused.map((vector) => `${vector.case}: ${vector.reason}`));
  });

  test('what is accepted is neither a part of anything else nor followed by anything', async () => {
    for (const vector of accepted) {
      const cuts = Array.from({ length: vector.hex.length / 2 }, (_, bytes) => ({
        ...vector,
        hex: vector.hex.slice(0, bytes * 2),
      }));
      const verdicts = await Promise.all(cuts.map(verdict));
      expect(verdicts.filter((text) => text !== `${vector.case}: InvalidInput: truncated`)).toEqual([]);
      const longer = { ...vector, hex: `${vector.hex}00` };
      expect(await verdict(longer)).toBe(`${vector.case}: InvalidInput: trailing-bytes`);
    }
  });
});
