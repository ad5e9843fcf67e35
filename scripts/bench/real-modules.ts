import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SAMPLES } from '../../src/relay/samples/catalogue.ts';
import { readSample } from '../../src/relay/samples/read-sample.ts';

export interface RealModule {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The binaries of the starter catalogue and Automerge's own, largest first. */
export async function realModules(): Promise<RealModule[]> {
  const samples = SAMPLES.map(async (sample) => {
    const { bytes } = await readSample(sample);
    return { name: `${sample.package} ${sample.file.split('/').at(-1)}`, bytes: Uint8Array.from(bytes) };
  });
  const automerge = readFileSync(fileURLToPath(import.meta.resolve('@automerge/automerge/automerge.wasm')));
  const modules = [
    ...(await Promise.all(samples)),
    { name: '@automerge/automerge automerge.wasm', bytes: Uint8Array.from(automerge) },
  ];
  return modules.sort((a, b) => b.bytes.length - a.bytes.length);
}

/**
 * The same module with a custom section of its own at the end: V8 keeps what it compiled by the bytes, and a relay
 * keeps a blob once, so that a second run of the very same bytes would measure neither.
 */
export function withMark(bytes: Uint8Array, mark: number): Uint8Array<ArrayBuffer> {
  const section = Uint8Array.of(0, 9, 4, 0x6d, 0x61, 0x72, 0x6b, 0, 0, 0, 0);
  new DataView(section.buffer).setUint32(7, mark);
  const marked = new Uint8Array(bytes.length + section.length);
  marked.set(bytes);
  marked.set(section, bytes.length);
  return marked;
}

export async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
