/**
 * Writes `ed25519-vectors.json`: run by hand, and always the same. The verdict on a signature is frozen with `admit/1`: a case
 * may be added, none may change.
 */
import { writeFile } from 'node:fs/promises';
import { toHex } from '../src/core/bytes.ts';
import type { Case } from './ed25519-vectors/case.ts';
import { changedCases } from './ed25519-vectors/changed-cases.ts';
import { reasonAgainst } from './ed25519-vectors/judge.ts';
import { mixedOrderCases } from './ed25519-vectors/mixed-order-cases.ts';
import { pointCases } from './ed25519-vectors/point-cases.ts';
import { validCases } from './ed25519-vectors/valid-cases.ts';

/** The author's word and the arithmetic's have to be one. */
function line({ rule, name, key, message, signature, expected }: Case): string {
  const reason = reasonAgainst(key, message, signature);
  const asExpected = expected === 'refused' ? reason !== undefined : expected === (reason ?? 'valid');
  if (!asExpected) throw new Error(`${rule}: ${name}: ${reason ?? 'valid'}, expected ${expected}`);
  const bytes = { key: toHex(key), message: toHex(message), signature: toHex(signature) };
  return JSON.stringify({ rule, name, ...bytes, verdict: reason === undefined, reason });
}

const lines = [...validCases(), ...changedCases(), ...pointCases(), ...mixedOrderCases()].map(line);
await writeFile(
  new URL('../tests/record/ed25519-vectors.json', import.meta.url),
  `{ "vectors": [\n${lines.join(',\n')}\n] }\n`,
);
