import { GenError } from '../errors.ts';
import { sha256Of, type Sha256 } from '../ids.ts';
import { checkBinary } from '../wasm/check-binary.ts';
import type { Layer } from '../wasm/header.ts';
import type { WasmImport } from '../wasm/module-shape.ts';
import { readModule } from '../wasm/read-module.ts';
import type { Digest } from '../wasm/report.ts';

/** What a proof needs of a binary. */
export interface BinaryFacts {
  readonly sha256: Sha256;
  readonly size: number;
  /** Of a binary that is whole; else what is wrong with it. */
  readonly structure: { readonly layer: Layer } | { readonly fault: string };
  /** None of a component: a proof does not compare those. */
  readonly imports: readonly Pick<WasmImport, 'module' | 'name' | 'kind'>[];
}

function declared(bytes: Uint8Array): Pick<BinaryFacts, 'structure' | 'imports'> {
  try {
    const layer = checkBinary(bytes);
    return { structure: { layer }, imports: layer === 'core' ? readModule(bytes).imports : [] };
  } catch (thrown) {
    if (!(thrown instanceof GenError) || thrown.code !== 'WasmInvalid') throw thrown;
    return { structure: { fault: thrown.reason }, imports: [] };
  }
}

/** Without an engine: an engine's word is its own, and no other's to check again. */
export async function binaryFacts(bytes: Uint8Array<ArrayBuffer>, digest: Digest): Promise<BinaryFacts> {
  return { ...declared(bytes), sha256: sha256Of(await digest(bytes)), size: bytes.length };
}
