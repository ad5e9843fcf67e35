import { GenError, toGenError } from '../core/errors.ts';
import type { Compile } from '../core/wasm/compile.ts';
import { engine } from '../core/wasm/engine.ts';

/** Milliseconds: a real module takes some hundred. */
const COMPILE_LIMIT = 5_000;

/**
 * A compile that is not waited for beyond its limit. It runs on the engine's own threads, so the one that asks goes on
 * meanwhile; those threads cannot be stopped, and finish the function that they are at.
 *
 * @throws GenError Timeout `compile`; Cancelled or Timeout by the signal; what `compile` throws.
 */
export function compileWithin(limit = COMPILE_LIMIT, compile: Compile = engine.compile): Compile {
  return async (bytes, signal) => {
    const { promise, reject } = Promise.withResolvers<never>();
    const aborted = () => reject(toGenError(signal?.reason, 'Cancelled'));
    const timer = setTimeout(() => reject(new GenError('Timeout', 'compile', { limit })), limit);
    signal?.addEventListener('abort', aborted);
    try {
      stopIfAborted(signal);
      return await Promise.race([compile(bytes), promise]);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    }
  };
}

function stopIfAborted(signal: Parameters<Compile>[1]): void {
  try {
    signal?.throwIfAborted();
  } catch (error) {
    throw toGenError(error, 'Cancelled');
  }
}
