import { concat } from '../bytes.ts';
import { GenError } from '../errors.ts';
import { componentBytes, MAX_COMPONENTS, MAX_PATH_LENGTH, parsePath, type Path } from '../path.ts';
import type { ByteReader } from './byte-reader.ts';
import { compactBody, compactTag, readCompact } from './compact.ts';

function lengthOf(path: Path): number {
  return path.reduce((sum, component) => sum + component.length, 0);
}

/**
 * `encode_path`: one byte with the tags of total length and component count, their further bytes, then each
 * component with its length before it, except the last, whose length is what the total leaves.
 *
 * @throws GenError InvalidInput `path` | `path-component`: what is signed must be a path of this registry.
 */
export function encodePath(path: Path): Uint8Array<ArrayBuffer> {
  parsePath(path);
  const total = lengthOf(path);
  const head = (compactTag(total, 4) << 4) | compactTag(path.length, 4);
  const components = path.flatMap((component, index) => {
    const { length } = component;
    const prefix = [Uint8Array.of(compactTag(length, 8)), compactBody(length, 8)];
    return index === path.length - 1 ? [componentBytes(component)] : [...prefix, componentBytes(component)];
  });
  return concat(Uint8Array.of(head), compactBody(total, 4), compactBody(path.length, 4), ...components);
}

/**
 * `path_extends_path`: the encoding of what `path` has beyond `prefix`, which it must begin with.
 *
 * @throws GenError InvalidInput as `encodePath`. The limits are those of the whole path: its end alone may be within them.
 */
export function encodePathExtending(path: Path, prefix: Path): Uint8Array<ArrayBuffer> {
  parsePath(path);
  return encodePath(path.slice(prefix.length));
}

function readComponents(reader: ByteReader, count: number, total: number): readonly string[] {
  const components: string[] = [];
  let left = total;
  for (let index = 0; index < count; index += 1) {
    const length = index === count - 1 ? left : readCompact(reader, reader.byte(), 8);
    if (length > left) throw new GenError('InvalidInput', 'path-length', { length, left });
    left -= length;
    components.push(String.fromCharCode(...reader.take(length)));
  }
  return components;
}

/**
 * Inverse of `encodePathExtending`; returns the whole path, `prefix` included.
 *
 * @throws GenError InvalidInput `truncated` | `not-canonical` | `path` | `path-length` | `path-component`.
 *         The path's limits are checked before any component is read.
 */
export function readPathExtending(reader: ByteReader, prefix: Path): Path {
  const head = reader.byte();
  const total = readCompact(reader, head >> 4, 4);
  const count = readCompact(reader, head & 0x0f, 4);
  if (prefix.length + count > MAX_COMPONENTS || lengthOf(prefix) + total > MAX_PATH_LENGTH) {
    throw new GenError('InvalidInput', 'path', {
      components: prefix.length + count,
      bytes: lengthOf(prefix) + total,
    });
  }
  if (count === 0 && total > 0) throw new GenError('InvalidInput', 'path-length', { length: total, left: 0 });
  return parsePath([...prefix, ...readComponents(reader, count, total)]);
}
