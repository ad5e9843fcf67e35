import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { streamHash } from '../../src/core/hash.ts';

test('the hash of pieces is the hash of the whole, however it is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
      const hash = streamHash();
      for (const piece of pieces) hash.update(piece);
      const whole = createHash('sha256').update(Buffer.concat(pieces)).digest();
      expect(Buffer.from(hash.digest())).toEqual(whole);
    }),
  );
});
