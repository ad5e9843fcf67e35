/** Whether these bytes stand somewhere in those; none stand everywhere. */
export function includesBytes(bytes: Uint8Array, wanted: Uint8Array): boolean {
  const [first] = wanted;
  if (first === undefined) return true;
  const last = bytes.length - wanted.length;
  for (
    let start = bytes.indexOf(first);
    start !== -1 && start <= last;
    start = bytes.indexOf(first, start + 1)
  ) {
    let length = 1;
    while (length < wanted.length && bytes[start + length] === wanted[length]) length += 1;
    if (length === wanted.length) return true;
  }
  return false;
}
