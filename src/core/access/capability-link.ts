import { fromBase64Url, toBase64Url } from '../bytes.ts';
import { GenError } from '../errors.ts';

/**
 * A permission as a link: of use to its receiver alone, who signs by it, and so no secret. It stands in the fragment,
 * which a browser sends to nobody.
 */

const FRAGMENT = 'permission=';
/** A member of 12 KiB as base64url, and an address before it. */
const LONGEST = 20_000;

/** @param member an encoded capability member. @param origin of the app, such as `https://registry.example`. */
export function capabilityLink(origin: string, member: Uint8Array): string {
  return `${origin.replace(/\/+$/, '')}/identity#${FRAGMENT}${toBase64Url(member)}`;
}

function invalid(): GenError {
  return new GenError('InvalidInput', 'capability-link', { field: 'link' });
}

/**
 * The bytes that a link holds; what they are is for their decoder to say.
 *
 * @param text a whole link, its fragment with or without `#`, or what follows `permission=`; as it was pasted.
 * @throws GenError InvalidInput `capability-link`.
 */
export function readCapabilityLink(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > LONGEST) throw invalid();
  // Mail programs break long lines.
  const whole = text.replace(/\s+/g, '');
  const fragment = whole.slice(whole.indexOf('#') + 1);
  const encoded = fragment.startsWith(FRAGMENT) ? fragment.slice(FRAGMENT.length) : fragment;
  if (!/^[A-Za-z0-9_-]+$/.test(encoded)) throw invalid();
  try {
    return fromBase64Url(encoded);
  } catch {
    throw invalid();
  }
}
