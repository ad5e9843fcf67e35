import { GenError } from '../errors.ts';
import { checkMagic, layerOf, type Layer } from './header.ts';
import { checkComponent } from './read-component.ts';
import { readModule } from './read-module.ts';
import { MAX_LOCALS, MAX_LOCALS_PER_FUNCTION } from './limits.ts';

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
  const { locals } = readModule(bytes);
  if (locals.most > MAX_LOCALS_PER_FUNCTION || locals.total > MAX_LOCALS) {
    throw new GenError('WasmInvalid', 'limits', { locals: locals.total, most: locals.most });
  }
  return layer;
}
