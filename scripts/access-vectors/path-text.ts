import { naivePath } from '../../tests/access/naive.ts';
import { bitsHex } from './vector.ts';

/** A path's text is its components joined by `/`; that of the empty path is ''. */

export const times = (count: number, component: string): string =>
  Array.from({ length: count }, () => component).join('/');
export const K = (length: number): string => 'k'.repeat(length);
export const split = (path: string): readonly string[] => (path === '' ? [] : path.split('/'));

export function pathHex(path: string): string {
  return bitsHex(naivePath(split(path)));
}

export function caseOf(path: string): string {
  const { length } = split(path);
  if (path.length <= 40) return path === '' ? 'the empty path' : path;
  return `${length} components, ${split(path).join('').length} bytes`;
}
