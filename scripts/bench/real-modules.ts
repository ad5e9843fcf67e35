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
