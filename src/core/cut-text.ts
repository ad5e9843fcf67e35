/** The beginning of a text, `most` units of UTF-16 at most, with no half of a pair at its end. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
}
