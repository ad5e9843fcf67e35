import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initializeWasm } from '@automerge/automerge-repo/slim';

let ready: Promise<void> | undefined;

/** The slim entries of Automerge come without their WASM; a Node process loads it once before the first document. */
export function automergeReady(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('@automerge/automerge/automerge.wasm');
  ready ??= readFile(path).then((bytes) => initializeWasm(bytes));
  return ready;
}
