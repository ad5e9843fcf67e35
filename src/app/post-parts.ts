/** What a relay takes in one post; `maxMembers` and `maxPost` of its limits. */
const MOST_MEMBERS = 500;
const MOST_BYTES = 1024 * 1024;
/** Of the array and of each member in it, in CBOR, at most. */
const HEAD = 5;

type Bytes = Uint8Array<ArrayBuffer>;

function fits(part: ReadonlySet<Bytes>): boolean {
  const bytes = [...part].reduce((sum, { length }) => sum + HEAD + length, HEAD);
  return part.size <= MOST_MEMBERS && bytes <= MOST_BYTES;
}

/**
 * Members as several posts, each with the chains that its records name, before them: a relay knows nothing of the post before.
 *
 * @param units that stay together, a record last; what two of them share is the same object.
 */
export function postParts(units: readonly (readonly Bytes[])[]): Bytes[][] {
  const parts: Bytes[][] = [];
  let part = new Set<Bytes>();
  for (const unit of units) {
    const larger = new Set([...part, ...unit]);
    if (part.size === 0 || fits(larger)) part = larger;
    else {
      parts.push([...part]);
      part = new Set(unit);
    }
  }
  return part.size === 0 ? parts : [...parts, [...part]];
}
