import { GenError } from '../errors.ts';
import { engine } from './engine.ts';
import { EMPTY_MODULE, missingFeatures } from './features.ts';
import type { Feature } from './features.ts';
import type { StreamSignal } from './read-stream.ts';

export type CompileResult =
  | { readonly outcome: 'compiled' }
  | { readonly outcome: 'unsupported' | 'refused'; readonly reason: string };

/**
 * The engine's asynchronous compile, or one with a time limit.
 *
 * @throws what the engine says when it refuses the bytes; GenError Timeout | Cancelled, which say nothing about them.
 */
export type Compile = (bytes: Uint8Array<ArrayBuffer>, signal?: StreamSignal) => Promise<unknown>;

/** How engines say that a proposal is off, or that a limit of their own is passed (V8, SpiderMonkey, JavaScriptCore). */
const OFF = /--experimental-wasm|\bnot enabled\b|\bdisabled\b|support (?:for .+ )?is not/i;
const LIMIT =
  /internal limit|implementation limit|size > maximum|size \d+ > maximum|subtyping depth|count exceeds maximum|exceeds maximum size|supported maximum|maximum is \d+(?: at byte \d+)?$/i;
/** Where V8 quotes a function's name from the binary: whoever wrote that must not have a say in what the sentence means. */
const QUOTED_NAME = /^(Compiling function #\d+):".*"(?= failed: )/s;
/** A name may be as long as the file. */
const LONGEST_REASON = 400;
/** How V8 says that a branch table or a list of handlers is too long: a limit only where the file could hold it. */
const LIST = /max br_table size\): (\d+)/;

/**
 * What the engine says of a binary that the reader found sound.
 *
 * The engine's sentence tells "off" and "too large" from "wrong"; where it does not (an engine that has never heard of
 * a proposal calls it malformed), a declared feature that the engine lacks does. Otherwise the binary is at fault.
 *
 * @param needs what the binary declares.
 * @param compile asked instead of the engine's synchronous validation, where the thread has others to serve.
 * @throws GenError InvalidState `no-webassembly` where not even an empty module compiles (a page's policy, say):
 *         that says nothing about the binary; what `compile` throws of its own.
 */
export async function askEngine(
  bytes: Uint8Array<ArrayBuffer>,
  needs: Iterable<Feature>,
  compile?: Compile,
): Promise<CompileResult> {
  // Validation costs a fraction of a compile on large modules; only a refusal needs the compile's sentence.
  if (compile === undefined && engine.validate(bytes)) return { outcome: 'compiled' };
  try {
    await (compile ?? engine.compile)(bytes);
    return { outcome: 'compiled' };
  } catch (error) {
    if (error instanceof GenError) throw error;
    await proveEngineWorks();
    const reason = sentence(error);
    const missing = missingFeatures(needs);
    if (missing.length > 0) {
      return { outcome: 'unsupported', reason: `this engine lacks ${missing.join(', ')}: ${reason}` };
    }
    const listed = Number(LIST.exec(reason)?.[1] ?? Infinity);
    const beyond =
      error instanceof RangeError || OFF.test(reason) || LIMIT.test(reason) || listed < bytes.length;
    return { outcome: beyond ? 'unsupported' : 'refused', reason };
  }
}

async function proveEngineWorks(): Promise<void> {
  try {
    await engine.compile(EMPTY_MODULE);
  } catch (error) {
    throw new GenError('InvalidState', 'no-webassembly', { text: sentence(error) }, error);
  }
}

/** The engine's message without the name of the function called, and without names from the binary; its `@+n` spelt out. */
function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^WebAssembly\.\w+\(\): /, '')
    .replace(QUOTED_NAME, '$1')
    .replace(/ @\+(\d+)$/, ' at byte $1')
    .slice(-LONGEST_REASON);
}
