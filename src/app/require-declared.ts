import { GenError } from '../core/errors.ts';
import { readBody } from '../core/record/kinds.ts';
import type { RecordSet } from '../core/view/record-set.ts';
import type { BinaryInterface } from '../core/wasm/binary-interface.ts';
import { undeclared, type ReleaseClaims } from '../core/wasm/declared.ts';
import type { PlannedRelease } from '../ports/sets.ts';

/** As programs wrote that did not read components yet: exactly so, and about nothing else. */
function isSilent({ imports, wasi, exports, exportCount }: ReleaseClaims): boolean {
  return imports.length === 0 && wasi === undefined && exports.length === 0 && exportCount === 0;
}

/**
 * What a signed release says of its binary was shown before the download: it is held against the bytes. A release that does
 * not say which functions of WASI it imports is from before there was a place for it, and so is one that says nothing of a
 * component.
 *
 * @returns whether it is such a one, of a component that imports something.
 * @throws GenError WasmInvalid `declared`, with the facts that differ.
 */
export function requireDeclared(
  { records }: RecordSet,
  release: PlannedRelease,
  binary: BinaryInterface,
): { readonly saysNothing: boolean } {
  const record = records.find(({ id }) => id === release.record);
  const body = record && readBody('release', record.payload);
  if (body === undefined) return { saysNothing: false };
  const isOlder = binary.layer === 'component' && isSilent(body);
  const facts = undeclared(body, binary).filter((fact) =>
    isOlder ? fact === 'size' : fact !== 'wasi' || body.wasi !== undefined,
  );
  const { id, version } = release;
  if (facts.length > 0) throw new GenError('WasmInvalid', 'declared', { id, version, facts });
  return { saysNothing: isOlder && binary.imports.length > 0 };
}
