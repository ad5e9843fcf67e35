/**
 * The same module with a custom section of its own at the end: V8 keeps what it compiled by the bytes, and a relay
 * keeps a blob once, so that a second run of the very same bytes would measure neither.
 */
export function withMark(bytes: Uint8Array, mark: number): Uint8Array<ArrayBuffer> {
  const section = Uint8Array.of(0, 9, 4, 0x6d, 0x61, 0x72, 0x6b, 0, 0, 0, 0);
  new DataView(section.buffer).setUint32(7, mark);
  const marked = new Uint8Array(bytes.length + section.length);
  marked.set(bytes);
  marked.set(section, bytes.length);
  return marked;
}

export async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
