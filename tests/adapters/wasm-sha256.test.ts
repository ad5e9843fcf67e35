import { assert as hold, property, uint8Array } from 'fast-check';
import { sha256 as inJavaScript } from '@noble/hashes/sha2.js';
import { expect, test } from 'vitest';
import { wasmSha256 } from '../../src/adapters/browser/wasm-sha256.ts';

test('WebAssembly says of any bytes what JavaScript says, and no answer changes another', async () => {
  const { hash: inWasm } = await wasmSha256();
  const answers: [Uint8Array, Uint8Array][] = [];
  hold(
    property(uint8Array({ maxLength: 500 }), (bytes) => {
      answers.push([inWasm(bytes), inJavaScript(bytes)]);
    }),
  );
  for (const length of [55, 56, 64, 65, 16 * 1024, 100_000]) {
    const bytes = crypto.getRandomValues(new Uint8Array(Math.min(length, 65_536)));
    const padded = new Uint8Array(length);
    padded.set(bytes);
    answers.push([inWasm(padded), inJavaScript(padded)]);
  }
  for (const [wasm, javaScript] of answers) expect(wasm).toEqual(javaScript);
});

test('streams that are under way at once do not know of one another', async () => {
  const { hash, stream } = await wasmSha256();
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  const [one, other] = [stream(), stream()];
  for (let from = 0; from < bytes.length; from += 7001) {
    one.update(bytes.subarray(from, from + 7001));
    hash(Uint8Array.of(from & 255));
    other.update(bytes.subarray(from, from + 7001).map((byte) => byte ^ 1));
  }
  expect(one.digest()).toEqual(inJavaScript(bytes));
  expect(other.digest()).toEqual(inJavaScript(bytes.map((byte) => byte ^ 1)));
});
