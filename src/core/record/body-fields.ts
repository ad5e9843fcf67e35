import * as z from 'zod/mini';
import { toBase64Url } from '../bytes.ts';
import {
  didOf,
  parseDid,
  parseModuleId,
  parsePublicKey,
  parseRange,
  parseVersion,
  sha256Of,
  type Did,
  type ModuleId,
  type Sha256,
  type Version,
  type VersionRange,
} from '../ids.ts';
import type { MemberId } from './record.ts';

/** What the bodies of `kinds.ts` are made of: hashes and keys travel as 32 bytes and are read as their texts. */

function parsedBy<T>(parse: (text: string) => T) {
  const parser = z.transform((value: string, context): T => {
    try {
      return parse(value);
    } catch {
      context.issues.push({ code: 'custom', message: 'malformed', input: value });
      return z.NEVER;
    }
  });
  return z.pipe(z.string(), parser);
}

const bytes32 = z.instanceof(Uint8Array).check(z.refine((bytes) => bytes.length === 32));
export const hash = z.pipe(
  bytes32,
  z.transform((bytes: Uint8Array<ArrayBuffer>): Sha256 => sha256Of(bytes)),
);
/** Of somebody: the 32 bytes of their key. */
export const keyHolder = z.pipe(
  bytes32,
  z.transform((bytes: Uint8Array<ArrayBuffer>, context): Did => {
    try {
      return didOf(parsePublicKey(bytes));
    } catch {
      context.issues.push({ code: 'custom', message: 'malformed', input: bytes });
      return z.NEVER;
    }
  }),
);
export const memberRef = z.pipe(
  bytes32,
  z.transform((bytes: Uint8Array<ArrayBuffer>) => toBase64Url(bytes) as MemberId),
);
export const moduleId = parsedBy<ModuleId>(parseModuleId);
export const version = parsedBy<Version>(parseVersion);
export const range = parsedBy<VersionRange>(parseRange);
export const did = parsedBy<Did>(parseDid);
export const count = z.int().check(z.nonnegative());
export const text = (max: number) => z.string().check(z.maxLength(max));
export const filled = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
