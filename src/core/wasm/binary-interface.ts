import { componentInterface } from './component/component-interface.ts';
import { checkMagic, layerOf, type Layer } from './header.ts';
import type { WasmExport, WasmImport } from './module-shape.ts';
import { readModule } from './read-module.ts';

/** What a binary asks of its host and gives it, in its order. */
export interface BinaryInterface {
  readonly layer: Layer;
  /** Bytes. */
  readonly size: number;
  readonly imports: readonly WasmImport[];
  readonly exports: readonly WasmExport[];
}

/** As a report has it, without an engine. @throws GenError WasmInvalid */
export function binaryInterface(bytes: Uint8Array): BinaryInterface {
  checkMagic(bytes);
  const layer = layerOf(bytes);
  const { imports, exports } = layer === 'core' ? readModule(bytes) : componentInterface(bytes);
  return { layer, size: bytes.length, imports, exports };
}
