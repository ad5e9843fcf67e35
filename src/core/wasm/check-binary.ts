import { GenError } from '../errors.ts';
import { checkMagic, layerOf, type Layer } from './header.ts';
import { checkComponent } from './read-component.ts';
import { readModule } from './read-module.ts';
import { beyondLimits } from './limits.ts';

/**
 * The checks that need no engine: what a service worker can say about bytes whose hash already fits.
 *
 * @returns which layer of WebAssembly the bytes are; only a core module can be compiled.
 * @throws GenError WasmInvalid
 */
export function checkBinary(bytes: Uint8Array): Layer {
  checkMagic(bytes);
  const layer = layerOf(bytes);
  if (layer === 'component') {
    checkComponent(bytes);
    return layer;
  }
  const text = beyondLimits(readModule(bytes));
  if (text !== undefined) throw new GenError('WasmInvalid', 'limits', { text });
  return layer;
}
