import { fromBase64Url, toBase64Url } from './bytes.ts';

/**
 * Bytes in a link to the identity page, as `#<name>=<base64url>`: a fragment is sent to nobody by the browser that opens it.
 *
 * @param origin of the app, such as `https://registry.example`.
 */
export function fragmentLink(origin: string, name: string, bytes: Uint8Array): string {
  return `${origin.replace(/\/+$/, '')}/identity#${name}=${toBase64Url(bytes)}`;
}

/**
 * @param text a whole link, its fragment with or without `#`, or what follows `<name>=`; as it was pasted.
 * @param longest characters that are looked at; a longer text is none.
 * @returns the bytes, or `undefined` where there are none under this name.
 */
export function readFragmentLink(
  text: string,
  name: string,
  longest: number,
): Uint8Array<ArrayBuffer> | undefined {
  if (text.length > longest) return undefined;
  // Mail programs break long lines.
  const whole = text.replace(/\s+/g, '');
  const fragment = whole.slice(whole.indexOf('#') + 1);
  const encoded = fragment.startsWith(`${name}=`) ? fragment.slice(name.length + 1) : fragment;
  if (!/^[A-Za-z0-9_-]+$/.test(encoded)) return undefined;
  try {
    return fromBase64Url(encoded);
  } catch {
    return undefined;
  }
}
