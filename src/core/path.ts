import { ascii } from './bytes.ts';
import { GenError } from './errors.ts';

/**
 * A Willow path as this registry uses it: components of printable ASCII without `/`, shown joined by `/`.
 * The narrower alphabet is part of `admit/1`, so a path has one text and one byte encoding.
 */
export type Path = readonly string[];

export const MAX_COMPONENTS = 32;
export const MAX_COMPONENT_LENGTH = 128;
export const MAX_PATH_LENGTH = 1024;

const COMPONENT = /^[\x21-\x2e\x30-\x7e]+$/;

/** @throws GenError InvalidInput `path` | `path-component`. The empty path is a path (it covers everything). */
export function parsePath(components: readonly string[]): Path {
  const total = components.reduce((sum, component) => sum + component.length, 0);
  if (components.length > MAX_COMPONENTS || total > MAX_PATH_LENGTH) {
    throw new GenError('InvalidInput', 'path', { components: components.length, bytes: total });
  }
  for (const component of components) {
    if (component.length > MAX_COMPONENT_LENGTH || !COMPONENT.test(component)) {
      throw new GenError('InvalidInput', 'path-component', { component: component.slice(0, 200) });
    }
  }
  return components;
}

/** Whether `parsePath` takes it. */
export function isPath(components: readonly string[]): components is Path {
  let total = 0;
  for (const component of components) {
    if (component.length > MAX_COMPONENT_LENGTH || !COMPONENT.test(component)) return false;
    total += component.length;
  }
  return components.length <= MAX_COMPONENTS && total <= MAX_PATH_LENGTH;
}

export function pathText(path: Path): string {
  return path.join('/');
}

/** Whether `path` is `prefix` or lies below it, by whole components. */
export function hasPrefix(path: Path, prefix: Path): boolean {
  return prefix.length <= path.length && prefix.every((component, index) => component === path[index]);
}

export function componentBytes(component: string): Uint8Array<ArrayBuffer> {
  return ascii(component);
}
