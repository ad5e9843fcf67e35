import { assert as hold, property, uint8Array } from 'fast-check';
import { sha256 as inJavaScript } from '@noble/hashes/sha2.js';
import { expect, test } from 'vitest';
import { wasmSha256 } from '../../src/adapters/browser/wasm-sha256.ts';

test('WebAssembly says of any bytes what JavaScript says, and no answer changes another', async () => {
  const inWasm = await wasmSha256();
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
