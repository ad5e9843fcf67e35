import { encode } from 'cborg';
import { expect, test } from 'vitest';
import { equalBytes, fromBase64Url, toBase64Url } from '../../src/core/bytes.ts';
import { parsePublicKey } from '../../src/core/ids.ts';
import type { DocumentPath } from '../../src/core/record/document.ts';
import type { MemberId } from '../../src/core/record/record.ts';
import type { Place } from '../../src/core/view/chain-tree.ts';
import { encodeChain, encodeHeadAnswer } from '../../src/relay/head-answer.ts';

const notary = parsePublicKey(new Uint8Array(32).fill(7));
const receipt = toBase64Url(new Uint8Array(32).fill(1)) as MemberId;

test.each([0, 1, 23, 24, 255, 256, 65_535, 65_536])(
  'an answer that is written line by line is the one that is written at once, of %d chains',
  (count) => {
    const places: Place[] = Array.from({ length: count }, (_, number) => ({
      document: `module/io.acme.m${number}` as DocumentPath,
      notary,
      number,
      receipt,
    }));
    const parts = { etag: 'W/"abc"', head: Uint8Array.of(1, 2), capability: Uint8Array.of(3) };
    const chains = places.map(({ document, number }) => [document, notary, number, fromBase64Url(receipt)]);

    const written = encodeHeadAnswer(parts, count, places.map(encodeChain));
    expect(equalBytes(written, encode({ ...parts, chains }))).toBe(true);
  },
);
