import isVersion from 'semver/functions/valid.js';
import {
  parseModuleId,
  parseRange,
  parseVersion,
  type ModuleId,
  type Version,
  type VersionRange,
} from '../core/ids.ts';

/** `io.acme.codec` or `io.acme.codec@1.2.0`. @throws GenError InvalidInput. */
export function parseSpec(text: string): { id: ModuleId; version?: Version } {
  const [id, version] = splitAt(text);
  return { id: parseModuleId(id), ...(version === undefined ? {} : { version: parseVersion(version) }) };
}

/** `io.acme.codec`, `io.acme.codec@1.2.0` or `io.acme.codec@^1.2.0`. @throws GenError InvalidInput. */
export function parseWanted(text: string): { id: ModuleId; version?: Version; range?: VersionRange } {
  const [, after] = splitAt(text);
  return after === undefined || isVersion(after) !== null ? parseSpec(text) : parseNeed(text);
}

/** `io.acme.codec@^1.2.0`; without a range any version. @throws GenError InvalidInput. */
export function parseNeed(text: string): { id: ModuleId; range: VersionRange } {
  const [id, range = '*'] = splitAt(text);
  return { id: parseModuleId(id), range: parseRange(range) };
}

function splitAt(text: string): [before: string, after?: string] {
  const at = text.indexOf('@');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
